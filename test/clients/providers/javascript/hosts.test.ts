/** The provider as a user's program has it, built, on each kind of Azure compute. */
import assert from "node:assert/strict";
import path from "node:path";
import { describeWith } from "../../../../lab/testing/describe-with";
import { type Host, IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET, OBJECT } from "../../facts";

/** It imports the provider from dist. */
const PROGRAM = path.join(__dirname, "list-bucket.mjs");

/** What the program prints. */
interface Printed {
  readonly keys?: readonly string[];
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly cause?: string;
}

describeWith(
  "the provider for JavaScript",
  () => IdentityLab.start(),
  (lab) => {
    const run = async (
      host: Host,
      options: object = {},
      env: Record<string, string> = {},
    ): Promise<Printed> => {
      const { roleArn, uri } = lab().federations[1];
      const words = [process.execPath, PROGRAM, BUCKET, JSON.stringify(options)] as const;
      const { exitCode, stdout, stderr } = await lab().run(host, words, {
        ...(host.startsWith("pod") ? lab().entra.environment() : {}),
        AWS_ROLE_ARN: roleArn,
        AZURE_TO_AWS_AUDIENCE: uri,
        AWS_REGION: "eu-west-1",
        ...env,
      });
      assert.equal(exitCode, 0, stderr);
      return JSON.parse(stdout) as Printed;
    };
    const assertRefused = ({ message = "", ...printed }: Printed, code: string, words: RegExp): void => {
      assert.deepEqual([printed.name, printed.code], ["AzureToAwsError", code], message);
      assert.match(message, words);
      assert.ok(message.endsWith(` [${code}]`), message);
      assert.doesNotMatch(message, /eyJ/);
    };

    for (const host of ["virtual machine", "App Service"] as const) {
      describe(`on a host with managed identities: ${host}`, () => {
        it("lists the bucket of the role, with tokens of both versions", async () => {
          const { workload, federations } = lab();
          const { roleArn, uri } = federations[2];
          const { clientId } = workload;
          assert.deepEqual(await run(host, { clientId }), { keys: [OBJECT] });
          assert.deepEqual(await run(host, { roleArn, audience: uri, clientId }), { keys: [OBJECT] });
        });

        it("is refused by STS with a token for another audience", async () => {
          const { workload, federations } = lab();
          const printed = await run(host, { audience: federations[2].uri, clientId: workload.clientId });
          assertRefused(
            printed,
            "sts-access-denied",
            /Its trust policy must name the provider https:.*, aud .*, and sub /,
          );
          assert.equal(printed.cause, "AccessDenied");
        });
      });
    }

    it("is refused on a VM as an identity without the app role, with Entra's error", async () => {
      const printed = await run("virtual machine", { clientId: lab().stranger.clientId });
      assertRefused(printed, "entra-not-assigned", /AADSTS501051/);
      assert.equal(printed.cause, "CredentialUnavailableError");
    });

    it("is refused on a VM with an unknown audience, and as an identity that is not attached", async () => {
      const { clientId } = lab().workload;
      const audience = `${lab().federations[1].uri}/nothing`;
      assertRefused(
        await run("virtual machine", { audience, clientId }),
        "entra-no-service-principal",
        /AADSTS500011/,
      );
      const unknown = { clientId: "12345678-2222-4333-8444-555555555555" };
      assertRefused(await run("virtual machine", unknown), "identity-not-on-vm", /client ID 12345678-/);
      assertRefused(await run("App Service", unknown), "identity-not-on-app", /client ID 12345678-/);
    });

    it("is refused on App Service without the reason of Entra, which Azure Identity hides", async () => {
      const printed = await run("App Service", { clientId: lab().stranger.clientId });
      assertRefused(printed, "identity-endpoint-error", /check audience/);
    });

    it("lists the bucket in a pod with workload identity, whose variables name the identity", async () => {
      assert.deepEqual(await run("pod of trusted"), { keys: [OBJECT] });
    });

    it("is refused in the pod of another service account", async () => {
      assertRefused(await run("pod of stranger"), "entra-no-federated-credential", /AADSTS700213/);
    });

    it("says which arguments are missing before it asks anyone", async () => {
      const printed = await run("virtual machine", {}, { AWS_ROLE_ARN: "", AZURE_TO_AWS_AUDIENCE: "" });
      assert.equal(printed.code, "helper-option-missing");
      assert.deepEqual(printed.message?.match(/^\w+: missing/gm), ["roleArn: missing", "audience: missing"]);
    });
  },
);
