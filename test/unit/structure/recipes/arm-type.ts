import type { Recipe } from "./recipe";

const TESTS = "lab/test/azure/arm/api-versions.test.ts";

/** A resource type of the lab: a route table, which is only a document. */
export const armType: Recipe = {
  heading: "A resource type of the lab",
  most: 3,
  async follow(copy) {
    await copy.insert(
      "lab/arm-types/arm-types.ts",
      '  {\n    type: "Microsoft.Compute/disks",',
      `  {
    type: "Microsoft.Network/routeTables",
    versions: NETWORK,
    pulumi: {
      token: "azure-native:network:RouteTable",
      parameters: ["routeTableName"],
      naming: "random",
      replaceOnChanges: ["location"],
    },
  },
`,
    );
    await copy.insert(
      TESTS,
      'describeWithAzureLab("the api-version',
      `describeWithAzureLab("Microsoft.Network/routeTables", {}, (lab) => {
  it("keeps what it was given", async () => {
    await lab().put(GROUP, { location: LOCATION });
    const table = \`\${GROUP}/providers/Microsoft.Network/routeTables/one\`;
    await lab().put(table, { location: LOCATION, properties: { disableBgpRoutePropagation: true } });
    const { properties } = (await lab().arm("GET", table)).body as { properties: Record<string, unknown> };
    assert.equal(properties.disableBgpRoutePropagation, true);
  });
});

`,
    );
  },
  tests: [TESTS, "lab/test/pulumi/plugins/schema/sdk-type-tables.test.ts"],
};
