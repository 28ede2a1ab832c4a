import type { Recipe } from "./recipe";

const TABLE = "cli/explain/known-errors/azure-management.ts";
const TESTS = "test/unit/cli/explain/explain.test.ts";
const TEXT = "The resource group '{group}' is in deprovisioning state and cannot perform this operation.";

/** An error of another product: a resource group that is being deleted. */
export const knownError: Recipe = {
  heading: "A known error",
  most: 2,
  async follow(copy) {
    await copy.insert(
      TABLE,
      '    {\n      code: "arm-policy-denied",',
      `    {
      code: "arm-group-deprovisioning",
      title: "The resource group is being deleted",
      text: ${JSON.stringify(TEXT)},
      match: "is in deprovisioning state",
      weight: "passing",
      cause: "Somebody deletes the resource group. Nothing can be created in it until it is gone.",
      confirm: ["az group show --name {group}"],
      fix: ["pulumi up"],
      grade: "log",
      source: "answers quoted in public logs",
    },
`,
    );
    await copy.replace(
      TESTS,
      '\n  it("',
      `
  it("recognizes that a resource group is being deleted, as Azure says it", async () => {
    const text = ${JSON.stringify(TEXT.replace("{group}", "orders"))};
    assert.deepEqual(await codesIn(text), ["arm-group-deprovisioning"]);
  });

  it("`,
    );
  },
  tests: [TESTS, "test/unit/cli/explain/manual-page.test.ts"],
};
