/** The provider for Python with the vendors' libraries, on each kind of Azure compute. */
import assert from "node:assert/strict";
import path from "node:path";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { describeWith } from "../../../../lab/testing/describe-with";
import { type Host, IdentityLab } from "../../azure/identity/identity-lab";
import { pythonPackages } from "../../programs";
import { KEYS, list, type Listing, variables } from "./listing";

const UNKNOWN = "12345678-2222-4333-8444-555555555555";

describeWith(
  "The provider for Python",
  () => IdentityLab.start(),
  function (lab) {
    this.timeout(60_000);
    let python: PythonEnvironment;

    before(async function () {
      this.timeout("20m"); // The environment is made when there is none yet.
      python = await pythonPackages(path.join(__dirname, "requirements.txt"));
    });

    /** Lists the bucket as the workload, with other variables. */
    const listed = (
      host: Host,
      { version = 1, kind = "boto3", env = {} }: Partial<{ version: 1 | 2; kind: string; env: object }> = {},
    ): Promise<Listing> =>
      list(lab(), python, host, {
        kind,
        env: {
          ...lab().entra.environment(),
          ...variables(lab().federations[version], lab().workload.clientId),
          ...env,
        },
      });

    for (const host of ["virtual machine", "App Service", "pod of trusted"] satisfies Host[]) {
      for (const version of [1, 2] as const) {
        it(`gives boto3 a session by a token of version ${version} (${host})`, async () => {
          assert.deepEqual(await listed(host, { version }), { keys: KEYS });
        });
      }
    }

    for (const kind of ["aiobotocore", "s3fs"]) {
      it(`gives ${kind} a session`, async () => {
        assert.deepEqual(await listed("virtual machine", { kind }), { keys: KEYS });
      });
    }

    for (const [kind, library] of [
      ["threads", "boto3"],
      ["tasks", "aiobotocore"],
    ] as const) {
      it(`asks once for a token and once for a session while 50 ${kind} of ${library} call`, async () => {
        const { aws, azure } = lab();
        const late = { kind: "latency", milliseconds: 0 } as const;
        const tokens = azure.faults.add({ route: /^GET \/metadata\/identity\/oauth2\/token/, fault: late });
        const sessions = aws.faults.add({ route: /^AssumeRoleWithWebIdentity$/, fault: late });
        try {
          assert.deepEqual(await listed("virtual machine", { kind }), { keys: [50, ...KEYS] });
          assert.deepEqual([tokens.struck.length, sessions.struck.length], [1, 1]);
        } finally {
          tokens.remove();
          sessions.remove();
        }
      });
    }

    it("names a refusal to aiobotocore too", async () => {
      const env = { AZURE_CLIENT_ID: lab().stranger.clientId };
      const listing = await listed("virtual machine", { kind: "aiobotocore", env });
      assert.equal("code" in listing && listing.code, "entra-not-assigned");
    });

    /** What is refused on a host: other variables, the code, and the class of the cause. */
    const refusals: readonly [title: string, host: Host, env: () => object, code: string, cause: string][] = [
      [
        "an identity without the app role",
        "virtual machine",
        () => ({ AZURE_CLIENT_ID: lab().stranger.clientId }),
        "entra-not-assigned",
        "CredentialUnavailableError",
      ],
      [
        "an identity without the app role",
        "App Service",
        () => ({ AZURE_CLIENT_ID: lab().stranger.clientId }),
        "entra-not-assigned",
        "CredentialUnavailableError",
      ],
      [
        "an identity that is not attached",
        "virtual machine",
        () => ({ AZURE_CLIENT_ID: UNKNOWN }),
        "identity-not-on-vm",
        "CredentialUnavailableError",
      ],
      [
        "an identity that is not assigned",
        "App Service",
        () => ({ AZURE_CLIENT_ID: UNKNOWN }),
        "identity-not-on-app",
        "CredentialUnavailableError",
      ],
      [
        "another service account",
        "pod of stranger",
        () => ({}),
        "entra-no-federated-credential",
        "ClientAuthenticationError",
      ],
      [
        "an unknown audience",
        "virtual machine",
        () => ({ AZURE_TO_AWS_AUDIENCE: `${lab().federations[1].uri}/other` }),
        "entra-no-service-principal",
        "CredentialUnavailableError",
      ],
      [
        "a port on which nothing listens",
        "virtual machine",
        () => ({ AZURE_POD_IDENTITY_AUTHORITY_HOST: "http://127.0.0.1:9" }),
        "service-unreachable",
        "CredentialUnavailableError",
      ],
      [
        "the role of another audience",
        "virtual machine",
        () => ({ AWS_ROLE_ARN: lab().federations[2].roleArn }),
        "sts-access-denied",
        "ClientError",
      ],
    ];

    for (const [title, host, env, code, cause] of refusals) {
      it(`names the refusal of ${title} with ${code} (${host})`, async () => {
        const listing = await listed(host, { env: env() });
        assert.ok("code" in listing, JSON.stringify(listing));
        assert.deepEqual({ code: listing.code, cause: listing.cause }, { code, cause });
        assert.ok(listing.message.endsWith(` [${code}]`), listing.message);
      });
    }

    it("says what the trust policy must name, and what AWS answered", async () => {
      const { roleArn } = lab().federations[2];
      const { uri, issuer } = lab().federations[1];
      const listing = await listed("virtual machine", { env: { AWS_ROLE_ARN: roleArn } });
      assert.deepEqual(listing, {
        code: "sts-access-denied",
        message: `azure-to-aws: AWS STS refused the token for ${roleArn}. The role does not exist, does not trust this token, or is suspended. Its trust policy must name the provider ${issuer}, aud ${uri}, and sub ${lab().workload.principalId}. AWS STS answered 403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity [sts-access-denied]`,
        cause: "ClientError",
      });
    });
  },
);
