import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { awsPlugin } from "../../../../../../lab/pulumi/plugins/aws/plugin";
import { azureNativePlugin } from "../../../../../../lab/pulumi/plugins/azure-native/plugin";
import { azureadPlugin } from "../../../../../../lab/pulumi/plugins/azuread/plugin";
import { renderTypeTable } from "../../../../../../lab/pulumi/plugins/schema/render-type-table";
import { sdkSources } from "../../../../../../lab/pulumi/plugins/schema/sdk-sources";

const folder = join(__dirname, "..", "..", "..", "..", "..", "..", "lab", "pulumi", "plugins", "schema");

describe("the type tables", function () {
  this.timeout(120_000);

  for (const source of sdkSources) {
    it(`of ${source.plugin} are what the installed SDK declares`, async () => {
      const committed = readFileSync(join(folder, `${source.plugin}.ts`), "utf8");
      assert.equal(
        await renderTypeTable(source),
        committed,
        "run node -r ./tools/typescript/register.cjs lab/pulumi/plugins/schema/generate.ts",
      );
    });
  }

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
