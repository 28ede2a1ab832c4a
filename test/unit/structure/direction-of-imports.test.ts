import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { ESLint } from "eslint";

const root = path.join(__dirname, "../../..");
const eslint = new ESLint({
  cwd: root,
  // The rule under test reads imports as text: no type information, so the files need not exist.
  overrideConfig: { languageOptions: { parserOptions: { project: null } } },
  ruleFilter: ({ ruleId }) => ruleId === "no-restricted-imports" || ruleId === "no-restricted-syntax",
});

async function messagesAbout(file: string, text: string): Promise<readonly string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  return result?.messages.map(({ message }) => message) ?? [];
}

async function refused(file: string, imported: string): Promise<boolean> {
  const text = `import * as it from ${JSON.stringify(imported)};\nexport { it };\n`;
  return (await messagesAbout(file, text)).length > 0;
}

/** Folders of cli that hold no command. All others hold commands. */
const SHARED = ["clouds", "findings", "input", "judged-files", "report", "snapshot"];

const commands = foldersIn("cli").filter((name) => !SHARED.includes(name));

function foldersIn(folder: string): readonly string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

describe("direction of imports", () => {
  const allowed: [string, string][] = [
    ["components/some-part.ts", "../trust"],
    ["components/arguments/some-check.ts", "../../trust"],
    ["components/arguments/some-check.ts", "../../trust/text"],
    ["components/federated-role/some.ts", "../../trust/kernel"],
    ["trust/index.ts", "./analyze/verdict"],
    ["trust/analyze/some.ts", "../policy/problem"],
    ["trust/partial/some.ts", "../analyze/judge-trust-policy"],
    ["components/some-part.ts", "../credential-helper"],
    ["components/some-part.ts", "./arguments/some-check"],
    ["policy-sources/terraform/some.ts", "../../trust"],
    ["policy-sources/terraform/some.ts", "../cloudformation/template-policies"],
    ["policy-sources/terraform/some.ts", "../policy-source"],
    ["policypack/rules/some-rule.ts", "../../trust"],
    ["policypack/rules/some-rule.ts", "../../policy-sources"],
    ["policypack/index.ts", "../messages"],
    ["cli/judge/some.ts", "../../policy-sources"],
    ["cli/judge/some-command.ts", "../../trust"],
    ["cli/judge/some-command.ts", "../../policypack/configuration"],
    ["cli/report/some.ts", "../judged-files/judge-file"],
    ["cli/judge/some.ts", "../judged-files/accept-findings"],
    ["cli/keys/retire/some.ts", "../../clouds/aws/iam-request"],
    ["cli/keys/retire/some.ts", "../verify/run-verify"],
    ["cli/judge/some.ts", "../options"],
    ["policypack/rules/some-rule.ts", "../stack/machine"],
    ["policypack/iam/some.ts", "../engine/seen-resource"],
    ["policypack/configuration/some.ts", "../rules"],
    ["lab/aws/some-double.ts", "../http/loopback-server"],
    ["examples/quickstart/index.ts", "@azure-to-aws/federation"],
    ["test/unit/trust/some.test.ts", "../../../lab"],
    ["lab/azure/some.ts", "../../messages/lab/index.js"],
    ["tools/demo/steps/some-step.ts", "../../../lab/azure"],
    ["lab/azure/graph/some-router.ts", "../entra/entra-tenant"],
    ["lab/azure/arm/types/some-type.ts", "../../vm/cloud-config"],
    ["lab/pulumi/plugins/attachable.ts", "../engine/attached-plugins"],
    ["lab/pulumi/plugins/azuread/some.ts", "../azure-login/azure-session"],
    ["test/engine/cli/some.test.ts", "../../unit/lab/some-helper"],
  ];
  for (const [file, imported] of allowed) {
    it(`lets ${file} import ${imported}`, async () => {
      assert.equal(await refused(file, imported), false);
    });
  }

  const forbidden: [string, string][] = [
    ["trust/some.ts", "../components/federated-role"],
    ["trust/some.ts", "../credential-helper"],
    ["trust/some.ts", "@pulumi/pulumi"],
    ["trust/kernel/some.ts", "../../components/federated-role"],
    ["trust/kernel/some.ts", "@pulumi/pulumi"],
    ["trust/text/some.ts", "../analyze/verdict"],
    ["trust/analyze/some.ts", "../partial/judge-partial-policy"],
    ["trust/build/some.ts", "../analyze/verdict"],
    ["trust/contract/some.ts", "../index"],
    ["credential-helper/some.ts", "../trust"],
    ["credential-helper/some.ts", "@pulumi/pulumi"],
    ["components/some-part.ts", "../lab/lab"],
    ["components/arguments/some-check.ts", "../../policypack"],
    ["components/arguments/some-check.ts", "../../trust/kernel/guid"],
    ["cli/some-part.ts", "../trust/text/json-values"],
    ["trust/some.ts", "../policy-sources"],
    ["components/some-part.ts", "../policy-sources"],
    ["policy-sources/terraform/some.ts", "../../trust/text/json-values"],
    ["policy-sources/terraform/some.ts", "../../policypack/engine/unknown"],
    ["policy-sources/some.ts", "../cli/options"],
    ["policy-sources/positions/some.ts", "../cloudformation/template-policies"],
    ["policy-sources/positions/some.ts", "../index"],
    ["policy-sources/terraform/some.ts", "../pulumi-state/read-state"],
    ["policy-sources/some.ts", "@pulumi/pulumi"],
    ["cli/judge/some.ts", "../../policy-sources/recognize"],
    ["policypack/rules/some-rule.ts", "../../policy-sources/recognize"],
    ["policypack/rules/some-rule.ts", "../../trust/analyze/verdict"],
    ["policypack/rules/some-rule.ts", "../../components"],
    ["policypack/rules/some-rule.ts", "../../credential-helper"],
    ["policypack/rules/some-rule.ts", "@azure-to-aws/federation/trust"],
    ["cli/judge/some.ts", "../../policy-sources/iam-api/index.js"],
    ["policypack/rules/some-rule.ts", "@azure-to-aws/federation"],
    ["policypack/rules/some-rule.ts", "@azure-to-aws/federation/credential-helper"],
    ["policypack/rules/some-rule.ts", "@pulumi/aws/iam"],
    ["cli/report/some.ts", "../judge/judge"],
    ["cli/input/some.ts", "../report/printable"],
    ["cli/judged-files/some.ts", "../report/outcome"],
    ["cli/findings/some.ts", "../judge/judge"],
    ["cli/roles/some.ts", "../import/set-up"],
    ["cli/import/some.ts", "../roles/iam-roles"],
    ["cli/findings/some.ts", "../judged-files/judge-file"],
    ["cli/clouds/aws/some.ts", "../microsoft/azure-fetch"],
    ["cli/clouds/some.ts", "../snapshot/redactor"],
    ["cli/keys/find/some.ts", "../plan/run-plan"],
    ["policypack/engine/some.ts", "../iam/trust"],
    ["policypack/engine/some.ts", "../rules"],
    ["policypack/engine/some.ts", "../configuration"],
    ["policypack/iam/some.ts", "../stack/machine"],
    ["policypack/permissions/some.ts", "../stack/machine"],
    ["policypack/stack/some.ts", "../rules/oidc-trust-requires-audience"],
    ["policypack/rules/some-rule.ts", "../configuration/check-configuration"],
    ["policypack/configuration/some.ts", "../stack/neighbors"],
    ["policypack/configuration/some.ts", "../index"],
    ["cli/some-part.ts", "../policypack/rules"],
    ["cli/some-part.ts", "../policypack/configuration/warnings"],
    ["cli/some-part.ts", "../policypack"],
    ["cli/some-part.ts", "@pulumi/pulumi"],
    ["cli/some-part.ts", "../lab/lab"],
    ["lab/aws/sts/some-check.ts", "../../../trust"],
    ["lab/aws/sts/some-check.ts", "../../../trust/judge-trust-policy"],
    ["lab/aws/sts/some-check.ts", "../../../dist/trust"],
    ["lab/aws/some-double.ts", "../../trust/judge-trust-policy"],
    ["tools/demo/steps/some-step.ts", "@azure-to-aws/federation/trust"],
    ["lab/lab.ts", "../components"],
    ["examples/quickstart/index.ts", "../../components"],
    ["lab/http/some-server.ts", "../aws/aws-double"],
    ["lab/aws/sts/some-check.ts", "../../azure/entra/key-ring"],
    ["lab/azure/some.ts", "../pulumi/engine/pulumi-stack"],
    ["lab/azure/entra/some.ts", "../graph/graph-caller"],
    ["lab/azure/entra/some.ts", "../../../trust"],
    ["lab/azure/vm/some.ts", "../arm/resource-type"],
    ["lab/azure/resources/some.ts", "../vm/machines"],
    ["lab/pulumi/engine/some.ts", "../plugins/kernel/plugin"],
    ["lab/pulumi/toolchain/some.ts", "../plugins/entries"],
    ["lab/pulumi/plugins/kernel/some.ts", "../azuread/plugin"],
    ["lab/pulumi/plugins/schema/some.ts", "../kernel/plugin"],
    ["lab/pulumi/plugins/aws/some.ts", "../../../azure/azure-double"],
    ["lab/test/some.test.ts", "../../test/engine/federation-lab"],
  ];
  for (const [file, imported] of forbidden) {
    it(`keeps ${file} from importing ${imported}`, async () => {
      assert.equal(await refused(file, imported), true);
    });
  }

  for (const command of commands) {
    it(`keeps cli/${command} from importing another command`, async () => {
      const others = commands.filter((other) => other !== command);
      const imports = [
        ...others.map((other) => [`cli/${command}/some.ts`, `../${other}/some`] as const),
        ...foldersIn(`cli/${command}`).flatMap((inner) =>
          others.map((other) => [`cli/${command}/${inner}/some.ts`, `../../${other}/some`] as const),
        ),
      ];
      const allowed: (readonly [string, string])[] = [];
      for (const [file, imported] of imports) {
        if (!(await refused(file, imported))) {
          allowed.push([file, imported]);
        }
      }
      assert.deepEqual(allowed, []);
    });
  }

  it("holds for an import() too, and for nothing else in the same place", async () => {
    const late = (imported: string) =>
      `export const some = async () => import(${JSON.stringify(imported)});\n`;
    assert.deepEqual(await messagesAbout("cli/keys/some.ts", late("../preflight/preflight")), [
      "cli/keys/ may not import this: docs/architecture.md says what may.",
    ]);
    assert.deepEqual(await messagesAbout("cli/keys/some.ts", late("../clouds/sdks")), []);
    assert.deepEqual(await messagesAbout("cli/some.ts", late("./keys/keys")), []);
    const text = "export class Some { private readonly one = [...[1]]; }\n";
    assert.equal((await messagesAbout("cli/keys/some.ts", text)).length, 2);
  });

  for (const folder of ["cli/some", "cli/roles/some", "cli/keys/find/some", "policypack/some", "lab/some"]) {
    it(`refuses a file in ${folder}, which eslint.config.mjs does not list`, async () => {
      const above = path.posix.dirname(folder);
      assert.deepEqual(await messagesAbout(`${folder}/file.ts`, "export const one = 1;\n"), [
        `List this folder below ${above} in INNER of eslint.config.mjs, with what it may import.`,
      ]);
    });
  }
});
