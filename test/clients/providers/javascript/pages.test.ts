/** The programs of docs/how-to/in-your-application/node.md and of the package's README: their types, and what they do in the lab. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import ts from "typescript";
import { describeWith } from "../../../../lab/testing/describe-with";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { compileErrors } from "../../../unit/compile-errors";
import { type Host, IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET, OBJECT } from "../../facts";

const PACKAGE = "@azure-to-aws/credentials";
const BUILT = path.join(PROJECT_ROOT, "dist/providers/javascript/index.js");

const blocksOf = (page: string): string[] =>
  [...readFileSync(path.join(PROJECT_ROOT, page), "utf8").matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, program = ""]) => program,
  );

const [recipe = "", provided = "", ...others] = blocksOf("docs/how-to/in-your-application/node.md");
const [readme = "", ...further] = blocksOf("providers/javascript/README.md");
const PROGRAMS = { "ten lines": recipe, "the page's provider": provided, "the README": readme };

/** What a program needs at its end, to be run. */
const LISTING = `
import { ListObjectsV2Command as List } from "@aws-sdk/client-s3";
const { Contents: found = [] } = await s3.send(new List({ Bucket: "${BUCKET}" }));
console.log(found.map(({ Key }) => Key).join());
`;

describe("The programs for Node in the manual", function () {
  this.timeout(120_000); // The SDKs' types are read.

  it("are the vendors' classes alone, in about ten lines, and the provider", () => {
    assert.deepEqual([others, further], [[], []]);
    assert.doesNotMatch(recipe, /azure-to-aws/);
    const lines = recipe.split("\n").filter((line) => line !== "" && !line.startsWith("import "));
    assert.ok(lines.length <= 10, `${lines.length} lines`);
  });

  it("compile with strict types, and not with a misspelled argument", () => {
    const source = path.join(PROJECT_ROOT, "providers/javascript/index");
    const complete = (program: string): string => `export {};\n${program.replace(PACKAGE, source)}`;
    const misspelled = provided.replace("clientId", "clientID");
    const wrongValue = recipe.replace("WebIdentityToken", "Token");
    const { wrong, wrongRecipe, ...right } = compileErrors({
      wrong: complete(misspelled),
      wrongRecipe: complete(wrongValue),
      ...Object.fromEntries(
        Object.values(PROGRAMS).map((program, index) => [`program${index}`, complete(program)]),
      ),
    });
    assert.deepEqual(right, { program0: [], program1: [], program2: [] });
    assert.match(wrong?.join("\n") ?? "", /'clientID' does not exist/);
    assert.match(wrongRecipe?.join("\n") ?? "", /'Token' does not exist/);
  });
});

describeWith(
  "the programs for Node in the manual",
  () => IdentityLab.start(),
  (lab) => {
    const run = async (program: string, host: Host, clientId: string): Promise<string> => {
      const { federations } = lab();
      const replacements: readonly (readonly [RegExp, string])[] = [
        [/arn:aws:iam::111122223333:role\/orders/, federations[1].roleArn],
        [/api:\/\/<tenant ID>\/orders/, federations[1].uri],
        [/<client ID>/, clientId],
        [/(?<=new S3Client\(\{ )/, "forcePathStyle: true, "],
      ];
      const filled = replacements.reduce((text, [pattern, by]) => text.replace(pattern, by), program);
      const { outputText } = ts.transpileModule(filled.replace(PACKAGE, BUILT) + LISTING, {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      });
      // Beside this test, where it finds the SDKs.
      const file = path.join(__dirname, `${path.basename(lab().folder)}.mjs`);
      await writeFile(file, outputText);
      try {
        const env = host.startsWith("pod") ? lab().entra.environment() : {};
        const { stdout, stderr } = await lab().run(host, [process.execPath, file], env);
        return stdout === "" ? stderr : stdout.trim();
      } finally {
        await rm(file);
      }
    };

    for (const [name, program] of Object.entries(PROGRAMS)) {
      it(`list the bucket on a VM, on App Service, and in a pod: ${name}`, async () => {
        const { clientId } = lab().workload;
        for (const host of ["virtual machine", "App Service", "pod of trusted"] as const) {
          assert.equal(await run(program, host, clientId), OBJECT, host);
        }
      });
    }

    it("are refused as another identity, with Entra's words in ten lines, and with our code in the provider", async () => {
      const { clientId } = lab().stranger;
      assert.match(
        await run(recipe, "virtual machine", clientId),
        /CredentialUnavailableError.*AADSTS501051/,
      );
      assert.match(
        await run(provided, "virtual machine", clientId),
        /AzureToAwsError.*\[entra-not-assigned\]/,
      );
    });
  },
);
