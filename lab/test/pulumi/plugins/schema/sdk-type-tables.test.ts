import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { LAB_ROOT } from "../../../../lab-root";
import { renderTypeTable } from "../../../../pulumi/plugins/schema/render-type-table";
import { sdkSources } from "../../../../pulumi/plugins/schema/sdk-sources";

const FOLDER = path.join(LAB_ROOT, "lab/pulumi/plugins/schema");

describe("the type tables", function () {
  this.timeout(120_000);

  for (const source of sdkSources) {
    it(`of ${source.plugin} are what the installed SDK declares`, async () => {
      const committed = readFileSync(path.join(FOLDER, `${source.plugin}.ts`), "utf8");
      assert.equal(
        await renderTypeTable(source),
        committed,
        "run node -r ./tools/typescript/register.cjs lab/pulumi/plugins/schema/generate.ts",
      );
    });
  }
});
