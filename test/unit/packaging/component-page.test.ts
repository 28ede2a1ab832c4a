/** docs/reference/component.md against the schema: every output of every component, with its type. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../../../tools/project-root";

interface Property {
  readonly type?: string;
  readonly additionalProperties?: { readonly $ref?: string; readonly type?: string };
}

interface Structure {
  readonly properties?: Readonly<Record<string, Property>>;
}

interface Schema {
  readonly resources: Readonly<Record<string, Structure>>;
  readonly types: Readonly<Record<string, Structure>>;
}

const PREFIX = "azure-to-aws-federation:index:";

function read(file: string): string {
  return readFileSync(path.join(PROJECT_ROOT, file), "utf8");
}

/** The outputs that the page lists below a heading, as `name: type`. */
function listed(page: string, heading: string): string[] {
  const [, section = ""] = page.split(`\n### Outputs of ${heading}\n`);
  const [own = ""] = section.split(/^##/m);
  return [...own.matchAll(/^\| `(\w+)` +\| (.+?) +\|/gm)].map(
    ([, name = "", type = ""]) => `${name}: ${type.replace(" (JSON)", "").replaceAll("`", "")}`,
  );
}

/** The outputs that the schema has, likewise. */
function declared({ properties = {} }: Structure): string[] {
  return Object.entries(properties).map(([name, { type, additionalProperties }]) => {
    const { $ref, type: values } = additionalProperties ?? {};
    const ofMap = $ref?.split(":").at(-1) ?? (values === undefined ? undefined : `${values}s`);
    return `${name}: ${ofMap === undefined ? (type ?? "") : `map of ${ofMap}`}`;
  });
}

describe("the page about the component", () => {
  const page = read("docs/reference/component.md");
  const { resources, types } = JSON.parse(read("schema.json")) as Schema;

  for (const [token, component] of Object.entries(resources)) {
    const name = token.slice(PREFIX.length);
    it(`lists the outputs of ${name} with their types`, () => {
      assert.deepEqual(listed(page, name).sort(), declared(component).sort());
    });
  }

  it("lists the outputs of a workload with their types", () => {
    assert.deepEqual(
      listed(page, "a workload").sort(),
      declared(types[`${PREFIX}FederatedWorkload`] ?? {}).sort(),
    );
  });
});
