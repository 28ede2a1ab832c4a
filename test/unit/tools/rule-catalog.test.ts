import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { rules } from "../../../policypack/rules";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { renderCatalog, withControls } from "../../../tools/rule-catalog/render-catalog";

const DOCS = path.join(PROJECT_ROOT, "docs/reference/rules");
const RULES = path.join(PROJECT_ROOT, "policypack/rules");

const page = (name: string): string => readFileSync(path.join(DOCS, `${name}.md`), "utf8");

describe("the rules of the pack", () => {
  it("lie one a file, under its name", () => {
    const files = readdirSync(RULES).filter((file) => file !== "index.ts");
    assert.deepEqual(files.sort(), rules.map(({ name }) => `${name}.ts`).sort());
  });

  it("are in the catalog as the rules say themselves; npm run generate -- catalog writes it", () => {
    assert.equal(page("README"), renderCatalog(rules));
  });

  it("are in the page about controls with what each supports; npm run generate -- catalog writes it", () => {
    const controls = readFileSync(path.join(PROJECT_ROOT, "docs/explanation/controls.md"), "utf8");
    assert.equal(controls, withControls(controls, rules));
    assert.throws(() => withControls("# Page\n", rules), /no markers/);
  });

  for (const rule of rules) {
    const { name, enforcementLevel, severity, configuration } = rule;
    it(`have a page: ${name}`, () => {
      const text = page(name);
      assert.match(text, new RegExp(`^# ${name}\n`));
      assert.match(text, new RegExp(`\\| Enforcement +\\| ${enforcementLevel} +\\|`));
      assert.match(text, new RegExp(`\\| Severity +\\| ${severity} +\\|`));
      const kind = /\| Kind +\| ([^|]*)\|/.exec(text)?.[1] ?? "";
      assert.equal(kind.includes("resource rule"), rule.judgeResource !== undefined);
      assert.equal(kind.includes("stack rule"), rule.judgeStack !== undefined);
      for (const key of Object.keys(configuration)) {
        assert.match(text, new RegExp(`\\| \`${key}\` +\\|`), key);
      }
    });
  }
});
