import assert from "node:assert/strict";
import { awsPlugin } from "../../../../pulumi/plugins/aws/plugin";
import { azureNativePlugin } from "../../../../pulumi/plugins/azure-native/plugin";
import { azureadPlugin } from "../../../../pulumi/plugins/azuread/plugin";

describe("the type tables", () => {
  for (const { name, types, resources } of [awsPlugin, azureNativePlugin, azureadPlugin]) {
    it(`of ${name} have every row of the plugin, and the plugin a row for each of them`, () => {
      assert.deepEqual(resources.map(({ token }) => token).sort(), Object.keys(types.resources).sort());
    });

    for (const row of resources) {
      it(`have every property that the row of ${row.token} names`, () => {
        const { inputs = {}, outputs = [] } = types.resources[row.token] ?? {};
        const named = [
          ...(row.replaceOnChanges === "*"
            ? []
            : row.replaceOnChanges.map((path) => path.replace(/[.[].*$/, ""))),
          ...(row.autoName === undefined ? [] : [row.autoName.property]),
          ...Object.values(row.recomputed ?? {}).flat(),
          ...(row.shared ?? []),
          ...Object.keys(row.equality ?? {}).filter(
            (property) => property !== "location" || "location" in inputs,
          ),
        ];
        assert.deepEqual(
          named.filter((property) => !(property in inputs)),
          [],
        );
        assert.deepEqual(
          Object.keys(row.recomputed ?? {}).filter((output) => !outputs.includes(output)),
          [],
        );
      });
    }
  }
});
