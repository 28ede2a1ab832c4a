import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { renderPage } from "../../../../../cli/audit/page/render-page";
import { seededReport } from "../../../../../tools/audit-page/seeded-report";
import { bundle } from "../../../../../tools/packages/bundle";
import { PROJECT_ROOT } from "../../../../../tools/project-root";

const GRAPHVIZ = "@hpcc-js/wasm-graphviz";

describe("the audit's page, bundled as in the package of the command line", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "bundled-page-"));
    await bundle({
      entry: { contents: 'export { renderPage } from "./cli/audit/page/render-page";' },
      outfile: path.join(folder, "page.js"),
      external: [GRAPHVIZ],
    });
    await writeFile(path.join(folder, "report.json"), JSON.stringify(seededReport({ roles: 20 })));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  async function run(code: string): Promise<string> {
    const { stdout } = await execa(process.execPath, ["--eval", code], { cwd: folder });
    return stdout;
  }

  it("loads without Graphviz, so that no other command waits for it", async () => {
    assert.equal(await run('console.log(typeof require("./page.js").renderPage)'), "function");
    assert.doesNotMatch(await readFile(path.join(folder, "page.js"), "utf8"), /require\("@hpcc-js/);
  });

  it("is the same page as from the sources", async () => {
    const installed = path.join(folder, "node_modules", GRAPHVIZ);
    await mkdir(path.dirname(installed), { recursive: true });
    await symlink(path.join(PROJECT_ROOT, "node_modules", GRAPHVIZ), installed);
    const html = await run(
      'require("./page.js").renderPage(require("./report.json")).then((html) => process.stdout.write(html))',
    );
    // execa takes the last line break away.
    assert.equal(`${html}\n`, await renderPage(seededReport({ roles: 20 })));
  });
});
