import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { checkConfiguration } from "../../../../policypack/configuration";
import { rules } from "../../../../policypack/rules";
import { PROJECT_ROOT } from "../../../../tools/project-root";

type Setting = string | { readonly enforcementLevel?: string };

/** A configuration of docs/how-to/roll-out-the-pack.md. */
function configuration(name: string): string {
  return readFileSync(path.join(PROJECT_ROOT, "examples/policy-config", name), "utf8");
}

/** The level that each rule has by a configuration, as the engine takes it. */
function levels(text: string): Map<string, string> {
  const settings = JSON.parse(text) as Readonly<Record<string, Setting>>;
  return new Map(
    rules.map(({ name, enforcementLevel }) => {
      const own = settings[name];
      const level = typeof own === "string" ? own : own?.enforcementLevel;
      return [name, level ?? (settings.all as string | undefined) ?? enforcementLevel];
    }),
  );
}

describe("the configurations of docs/how-to/roll-out-the-pack.md", () => {
  for (const name of ["first-month.json", "afterwards.json"]) {
    it(`has nothing wrong in ${name}`, () => {
      assert.deepEqual(checkConfiguration(configuration(name)), []);
    });
  }

  it("stops new openings in the first month, and nothing else", () => {
    const text = configuration("first-month.json");
    assert.deepEqual(
      [...levels(text)].filter(([, level]) => level === "mandatory").map(([rule]) => rule),
      ["oidc-trust-requires-audience", "oidc-trust-requires-subject", "trust-policy-is-well-formed"],
    );
    assert.equal([...levels(text).values()].filter((level) => level === "advisory").length, rules.length - 3);
    const { accepted } = JSON.parse(text) as { readonly accepted?: unknown };
    assert.deepEqual(accepted, { findings: [] });
  });

  it("has every rule mandatory and no accepted finding afterwards", () => {
    const text = configuration("afterwards.json");
    assert.deepEqual([...new Set(levels(text).values())], ["mandatory"]);
    assert.equal(text.includes("accepted"), false);
  });
});
