/** examples/ci-logins in the lab: for each CI system, each job signs in to both clouds with its own token alone. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { AssumeRoleWithWebIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { decodeJwt } from "jose";
import type { OutsideIssuer } from "../../../lab/azure";
import { LAB_AWS_REGION, LAB_SUBSCRIPTION_ID, LAB_TENANT_ID } from "../../../lab/lab-facts";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { allowDeployer, ExampleLab } from "./example-lab";
import { keepsNoSecretAndNeedsNoChange, leavesNothing } from "./usual-promises";

const LOGINS = ["preview", "drift", "update"] as const;

type Login = (typeof LOGINS)[number];

/** The permissions in Graph of the administrator who sets up logins. */
const ADMINISTRATOR = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"];

interface Outputs {
  readonly clientIds: Readonly<Record<Login, string>>;
  readonly roleArns: Readonly<Record<Login, string>>;
  readonly awsAudience: string;
}

const ENTRA_ISSUER = `https://login.microsoftonline.com/${LAB_TENANT_ID}/v2.0`;
const connection = (name: string): string => `/eid1/c/pub/t/dGVuYW50/a/ZGV2b3Bz/sc/3f0c5e0a-1111/${name}`;

/** Who gets the token of a subject: the logins that must accept it. */
const SYSTEMS: readonly {
  readonly ci: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly issuer: string;
  readonly subjects: readonly (readonly [subject: string, logins: readonly Login[]])[];
}[] = [
  {
    ci: "github",
    config: { repository: "acme/infrastructure" },
    issuer: "https://token.actions.githubusercontent.com",
    subjects: [
      ["repo:acme/infrastructure:pull_request", ["preview"]],
      ["repo:acme/infrastructure:ref:refs/heads/main", ["drift", "update"]],
      ["repo:acme/infrastructure:ref:refs/heads/other", []],
      ["repo:acme/infrastructure:environment:production", []],
      ["repo:acme/other:ref:refs/heads/main", []],
    ],
  },
  {
    ci: "gitlab",
    config: { repository: "acme/infrastructure" },
    issuer: "https://gitlab.com",
    subjects: [
      ["project_path:acme/infrastructure:ref_type:branch:ref:other", ["preview"]],
      ["project_path:acme/infrastructure:ref_type:branch:ref:main", ["preview", "drift", "update"]],
      ["project_path:acme/infrastructure:ref_type:tag:ref:main", []],
      ["project_path:acme/other:ref_type:branch:ref:main", []],
    ],
  },
  {
    ci: "azure-pipelines",
    config: {
      connections: Object.fromEntries(
        LOGINS.map((login) => [login, { issuer: ENTRA_ISSUER, subject: connection(login) }]),
      ),
    },
    issuer: ENTRA_ISSUER,
    subjects: [
      [connection("preview"), ["preview"]],
      [connection("drift"), ["drift"]],
      [connection("update"), ["update"]],
      [connection("other"), []],
    ],
  },
];

describe("examples/ci-logins", function () {
  this.timeout(300_000);
  let example: ExampleLab;
  let issuers: Readonly<Record<string, OutsideIssuer>>;

  before(async function () {
    this.timeout(1_200_000); // The CLI is built when there is none yet.
    example = await ExampleLab.start("ci-logins", {}, { graphPermissions: ADMINISTRATOR });
    await allowDeployer(example, "ci-logins");
    const { azure } = example.lab;
    // An administrator sets up logins: a Contributor may not assign roles.
    azure.assignRole({
      principalId: String(
        azure
          .tenant()
          .directory.servicePrincipals()
          .find(({ appId }) => appId === azure.environment().ARM_CLIENT_ID)?.id,
      ),
      role: "User Access Administrator",
      scope: `/subscriptions/${LAB_SUBSCRIPTION_ID}`,
    });
    const started = await Promise.all(
      SYSTEMS.map(async ({ issuer }) => [issuer, await azure.startOutsideIssuer(issuer)] as const),
    );
    issuers = Object.fromEntries(started);
  });

  after(async () => {
    await example.stop();
  });

  /** A token of the CI system. */
  const token = async (issuer: string, sub: string, aud: string): Promise<string> =>
    (await issuers[issuer]?.sign({ sub, aud })) ?? assert.fail();

  /** Signs in to Entra, as a provider with OIDC does. @returns the token, or the error's code */
  const entra = async (clientId: string, assertion: string, scope: string): Promise<string> => {
    const { environment } = example.lab.pulumi;
    const response = await fetch(
      `${environment.LAB_LOGIN_ENDPOINT ?? ""}/${LAB_TENANT_ID}/oauth2/v2.0/token`,
      {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "client_credentials",
          client_id: clientId,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: assertion,
          scope,
        }),
      },
    );
    const { access_token: accessToken, error_description: error } = (await response.json()) as {
      access_token?: string;
      error_description?: string;
    };
    return accessToken ?? /^AADSTS\d+/.exec(error ?? "")?.[0] ?? "";
  };

  /** Signs in to AWS. @returns the ARN of the session, or the error's name */
  const aws = async (roleArn: string, webIdentityToken: string): Promise<string> => {
    const sts = new STSClient({
      region: LAB_AWS_REGION,
      endpoint: example.lab.aws.environment().AWS_ENDPOINT_URL,
    });
    const command = new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: "job",
      WebIdentityToken: webIdentityToken,
    });
    try {
      return (await sts.send(command)).AssumedRoleUser?.Arn ?? "";
    } catch (error) {
      return (error as Error).name;
    } finally {
      sts.destroy();
    }
  };

  for (const { ci, config, issuer, subjects } of SYSTEMS) {
    describe(`for ${ci}`, () => {
      let outputs: Outputs;

      before(async () => {
        // Another CI system comes to an empty stack.
        const gone = await example.stack.destroy();
        assert.equal(gone.exitCode, 0, gone.output);
        await example.stack.configure(
          Object.fromEntries(
            Object.entries({
              ci,
              subscriptionId: LAB_SUBSCRIPTION_ID,
              stateBucket: "acme-pulumi-state",
              stateKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/0b1c2d3e-1111-4222-8333-444455556666",
              ...config,
            }).map(([name, value]) => [`azure-to-aws-ci-logins:${name}`, value]),
          ),
        );
        const { violations } = await example.deploy();
        assert.deepEqual(violations, []);
        outputs = (await example.stack.outputs()) as unknown as Outputs;
      });

      for (const [subject, logins] of subjects) {
        it(`lets ${subject} sign in to Entra as ${logins.join(" and ") || "nobody"}`, async () => {
          const assertion = await token(issuer, subject, "api://AzureADTokenExchange");
          for (const login of LOGINS) {
            const got = await entra(
              outputs.clientIds[login],
              assertion,
              "https://graph.microsoft.com/.default",
            );
            if (!logins.includes(login)) {
              assert.match(got, /^AADSTS700\d+$/, login);
              continue;
            }
            const { roles = [] } = decodeJwt<{ roles?: string[] }>(got);
            assert.deepEqual(
              [...roles].sort(),
              login === "update"
                ? ["AppRoleAssignment.ReadWrite.All", "Application.Read.All", "Application.ReadWrite.OwnedBy"]
                : ["Application.Read.All"],
            );
          }
        });

        it(`lets ${subject} assume the roles of ${logins.join(" and ") || "nobody"}`, async () => {
          for (const login of LOGINS) {
            const webIdentityToken =
              ci === "azure-pipelines"
                ? await entra(
                    outputs.clientIds[logins[0] ?? login],
                    await token(issuer, subject, "api://AzureADTokenExchange"),
                    `${outputs.awsAudience}/.default`,
                  )
                : await token(issuer, subject, outputs.awsAudience);
            const got = await aws(outputs.roleArns[login], webIdentityToken);
            if (logins.includes(login)) {
              assert.match(got, new RegExp(`:assumed-role/ci-${login}/job$`));
            } else {
              assert.match(got, /^(?:AccessDenied|InvalidIdentityToken)/, login);
            }
          }
        });
      }

      it("gives the logins that read Reader, and the one that updates Contributor", () => {
        const { azure } = example.lab;
        const { directory } = azure.tenant();
        const roles = LOGINS.map((login) => {
          const principal = directory
            .servicePrincipals()
            .find(({ appId }) => appId === outputs.clientIds[login]);
          return azure
            .roleAssignments()
            .filter(({ principalId }) => principalId === principal?.id)
            .map(({ role, scope }) => `${login}: ${typeof role === "string" ? role : role.name} on ${scope}`);
        });
        const scope = `/subscriptions/${LAB_SUBSCRIPTION_ID}`;
        assert.deepEqual(roles.flat(), [
          `preview: Reader on ${scope}`,
          `drift: Reader on ${scope}`,
          `update: Contributor on ${scope}`,
        ]);
      });
    });
  }

  describe("after all CI systems", () => {
    it("has the documented policies of AWS", async () => {
      for (const [login, documented] of [
        ["preview", "aws-preview"],
        ["drift", "aws-drift"],
        ["update", "aws-deployer"],
      ] as const) {
        const [own, page] = await Promise.all(
          [
            `examples/ci-logins/permissions/${login}.json`,
            `docs/reference/permissions/${documented}.json`,
          ].map((file) => readFile(path.join(PROJECT_ROOT, file), "utf8")),
        );
        assert.equal(own, page, login);
      }
    });

    keepsNoSecretAndNeedsNoChange({ lab: () => example });

    leavesNothing({
      lab: () => example,
      isGone: () => {
        const { directory } = example.lab.azure.tenant();
        assert.deepEqual(
          directory.applications().filter(({ displayName }) => displayName.startsWith("ci-")),
          [],
        );
      },
    });
  });
});
