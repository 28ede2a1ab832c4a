/** docs/tutorials/first-run.md against the code: what it tells a reader to type must exist. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { runCli } from "../cli/run-cli";

const PAGE = "docs/tutorials/first-run.md";

/** Keys of the providers that the root project uses. */
const PROVIDER_KEYS = ["aws:region", "azure-native:location"];

function read(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), "utf8");
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found = ""]) => found);
}

/** The fragments that GitHub gives the headings of a page, and the anchors that the page sets itself. */
function anchorsOf(text: string): string[] {
  const headings = all(text.replace(/^```[\s\S]*?^```/gm, ""), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return [...headings, ...all(text, /<a id="([^"]+)">/g)];
}

interface Schema {
  readonly resources: Readonly<
    Record<string, { readonly inputProperties: Readonly<Record<string, unknown>> }>
  >;
}

describe("the page about the first run", function () {
  this.timeout(30_000);
  const page = read(PAGE);
  const program = read("examples/quickstart/index.ts");

  it("sets only configuration keys that the program or its providers read, and all that it requires", () => {
    const ofProgram = all(program, /\bconfig\.(?:get|require)\w*(?:<[^>]*>)?\("(\w+)"\)/g);
    const required = all(program, /\bconfig\.require\w*(?:<[^>]*>)?\("(\w+)"\)/g);
    const set = all(page, /^pulumi config set (?:--path )?'?([\w:-]+)/gm);
    const known = [...PROVIDER_KEYS, ...ofProgram];
    assert.deepEqual(
      set.filter((key) => !known.includes(key)),
      [],
    );
    const withDefault = all(read("Pulumi.yaml"), /^ {2}(\w+):\n(?: {4}.*\n)*? {4}default:/gm);
    assert.deepEqual(
      [...PROVIDER_KEYS, ...required].filter((key) => !set.includes(key) && !withDefault.includes(key)),
      [],
    );
  });

  it("reads only outputs that the program has", () => {
    const outputs = [
      ...all(program, /^export const \{ (.+) \} =/gm).flatMap((names) => names.split(", ")),
      ...all(program, /^export const (\w+) =/gm),
    ];
    const named = all(page, /pulumi stack output (\w+)/g);
    assert.ok(named.length > 3, named.join());
    assert.deepEqual(
      named.filter((name) => !outputs.includes(name)),
      [],
    );
    const [listed = ""] = all(page, /^\| Output .*\n\| -.*\n((?:\|.*\n)+)/gm);
    const rows = listed.split("\n").flatMap((row) => all(row.split(" | ")[0] ?? "", /`(\w+)`/g));
    assert.ok(rows.length > 5, rows.join());
    assert.deepEqual(
      rows.filter((name) => !outputs.includes(name)),
      [],
    );
  });

  it("names only arguments that the component has", () => {
    const { resources } = JSON.parse(read("schema.json")) as Schema;
    const federation = resources["azure-to-aws-federation:index:AzureToAwsFederation"]?.inputProperties ?? {};
    const [name = ""] = all(page, /^ +(\w+): \["<your object ID>"\],$/gm);
    assert.equal(name, "owners");
    assert.ok(Object.hasOwn(federation, name));
    // The tutorial names the line of the program after which it goes.
    assert.match(program, /^ {2}oidcProviderArn: /m);
  });

  it("calls only commands of this package, with options that they have", async () => {
    // In a checkout, npx packs the root package, which npm 11 refuses.
    const calls = all(page, /^(?:npx @azure-to-aws\/cli|npm run(?= preflight)) (.+)$/gm).map((call) =>
      call.replace(" -- ", " ").split(" "),
    );
    assert.deepEqual(
      calls.map(([name]) => name),
      ["preflight"],
    );
    assert.doesNotMatch(page, /^npx /m);
    for (const [name = "", ...words] of calls) {
      const { exitCode, stdout, stderr } = await runCli([name, "--help"]);
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" });
      for (const option of words.filter((word) => word.startsWith("--"))) {
        assert.match(stdout, new RegExp(`^ +${option} `, "m"));
      }
    }
  });

  it("has commands that a shell can read", async () => {
    const blocks = all(page, /^ *```sh\n([\s\S]*?)^ *```$/gm);
    assert.ok(blocks.length > 10, `${blocks.length} blocks`);
    for (const block of blocks) {
      const { exitCode, stderr } = await execa("bash", ["-n"], { input: block, reject: false });
      assert.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: "" }, block);
    }
  });

  it("uses no variable that it does not set", () => {
    const commands = [...all(page, /^ *```sh\n([\s\S]*?)^ *```$/gm), ...all(page, /`([^`\n]+)`/g)].join("\n");
    const used = new Set(all(commands, /\$\{?([A-Z]+)/g));
    const set = new Set(all(commands, /^([A-Z]+)=/gm));
    assert.deepEqual(
      [...used].filter((name) => !set.has(name)),
      [],
    );
  });

  it("leads to headings that exist", () => {
    const links = all(page, /\]\(([^)\s]+#[^)\s]+)\)/g).filter((target) => !/^[a-z]+:/.test(target));
    assert.ok(links.length > 10, `${links.length} links`);
    const broken = links.filter((link) => {
      const [file = "", fragment = ""] = link.split("#");
      const target = file === "" ? PAGE : path.posix.join(path.posix.dirname(PAGE), file);
      return !existsSync(path.join(PROJECT_ROOT, target)) || !anchorsOf(read(target)).includes(fragment);
    });
    assert.deepEqual(broken, []);
  });

  it("counts what the update creates as the demo does", () => {
    const [resources, components] =
      /resources: (\d+), components: (\d+)/.exec(read("test/engine/tools/demo/run-demo.test.ts"))?.slice(1) ??
      [];
    assert.ok(page.includes(`${resources} resources in ${components} components`));
    // The stack itself, and the Run Command of `verify`.
    const counted = Number(resources) + Number(components) + 2;
    assert.match(page, new RegExp(`With the stack itself, Pulumi\\s+counts ${counted}\\.`));
  });
});
