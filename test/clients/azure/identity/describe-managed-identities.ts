/** What a vendor's library gets from the endpoints of managed identities, and what AWS makes of it. */
import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { TENANT_ID } from "../../../../lab/testing/azure-lab";
import type { HostRefusal, IdentityClient, ShownRefusal, TokenAnswer, TokenRequest } from "./identity-client";
import type { Federation, IdentityLab, ManagedIdentity } from "./identity-lab";

/** How a program names a user-assigned identity. */
const SELECTORS: readonly [title: string, options: (identity: ManagedIdentity) => TokenRequest["options"]][] =
  [
    ["client ID", ({ clientId }) => ({ clientId })],
    ["object ID", ({ principalId }) => ({ objectId: principalId })],
    ["resource ID", ({ resourceId }) => ({ resourceId })],
  ];

/** Names of the requests that are refused. */
type Wrong = "unknown identity" | "identity without a role" | "no identity named" | "unknown audience";

const UNKNOWN_CLIENT_ID = "12345678-2222-4333-8444-555555555555";
const UNKNOWN_AUDIENCE = `api://${TENANT_ID}/nothing`;

/** What the metadata service of a virtual machine answers. */
function refusalsOfMachine({ stranger, federations }: IdentityLab): Readonly<Record<Wrong, HostRefusal>> {
  return {
    "unknown identity": { code: "invalid_request", text: "Identity not found" },
    "no identity named": {
      code: "invalid_request",
      text: "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
    },
    "identity without a role": {
      code: "invalid_grant",
      text: `AADSTS501051: Application '${stranger.clientId}'(stranger) is not assigned to a role for the application '${federations[1].uri}'(aws-v1).`,
    },
    "unknown audience": {
      code: "invalid_resource",
      text: `AADSTS500011: The resource principal named ${UNKNOWN_AUDIENCE} was not found in the tenant named Contoso.`,
    },
  };
}

/** What the identity endpoint of an app answers. A refusal of Entra has its text where neither library looks. */
const REFUSALS_OF_APP: Readonly<Record<Wrong, HostRefusal>> = {
  "unknown identity": {
    text: "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.",
  },
  "no identity named": { text: "Unable to load the proper Managed Identity." },
  "identity without a role": { text: undefined },
  "unknown audience": { text: undefined },
};

/** Requests that a host refuses although the identity is right, and what the library shows of it. */
const SPOILED: Readonly<
  Record<
    "virtual machine" | "App Service",
    readonly {
      readonly title: string;
      readonly change: NonNullable<TokenRequest["spoiled"]>;
      readonly message: RegExp;
    }[]
  >
> = {
  "virtual machine": [
    {
      title: "without the header Metadata",
      change: { withoutHeader: "Metadata" },
      message: /Required metadata header not specified/,
    },
    {
      title: "with an unknown api-version",
      change: { apiVersion: "2018-02-02" },
      message: /api-version is invalid/,
    },
    {
      title: "with an api-version from before identities",
      change: { apiVersion: "2017-12-01" },
      message: /api-version is invalid/,
    },
  ],
  "App Service": [
    {
      title: "without the header X-IDENTITY-HEADER",
      change: { withoutHeader: "X-IDENTITY-HEADER" },
      message: /./,
    },
  ],
};

/** Registers the tests of a library on both hosts. */
export function describeManagedIdentities(lab: () => IdentityLab, client: () => IdentityClient): void {
  describe("on a virtual machine", () => {
    describeOn("virtual machine", lab, client, (name) =>
      client().onVirtualMachine(refusalsOfMachine(lab())[name]),
    );
  });
  describe("on App Service", () => {
    describeOn("App Service", lab, client, (name) => client().onAppService(REFUSALS_OF_APP[name]));
  });
}

/** All requests go to one process, since each start of it takes most of a second. */
function describeOn(
  host: "virtual machine" | "App Service",
  lab: () => IdentityLab,
  client: () => IdentityClient,
  shown: (name: Wrong) => ShownRefusal,
): void {
  let answers: ReadonlyMap<string, TokenAnswer>;

  before(async () => {
    const requests = requestsTo(lab());
    const words = [...client().command, JSON.stringify([...requests.values()])] as const;
    const { exitCode, stdout, stderr } = await lab().run(host, words, {});
    assert.equal(exitCode, 0, stderr);
    const all = JSON.parse(stdout) as readonly TokenAnswer[];
    answers = new Map([...requests.keys()].map((name, index) => [name, all[index]] as [string, TokenAnswer]));
  });

  const answerTo = (name: string): TokenAnswer => {
    const answer = answers.get(name);
    assert.ok(answer !== undefined, name);
    return answer;
  };

  it("gets no role of AWS with a token for another audience", async () => {
    const { federations } = lab();
    const answer = answerTo(titleOf(federations[1], "client ID"));
    assert.ok("token" in answer, JSON.stringify(answer));
    await assert.rejects(lab().assumeRole(federations[2], answer.token), { name: "AccessDenied" });
  });

  for (const { title, change, message } of SPOILED[host]) {
    it(`is refused ${title}`, async () => {
      const { workload, federations } = lab();
      const request: TokenRequest = {
        credential: "managed",
        options: { clientId: workload.clientId },
        scope: `${federations[1].uri}/.default`,
        spoiled: change,
      };
      // In a process of its own: MSAL keeps the tokens and the first client of a process.
      const words = [...client().command, JSON.stringify([request])] as const;
      const { exitCode, stdout, stderr } = await lab().run(host, words, {});
      assert.equal(exitCode, 0, stderr);
      const [answer] = JSON.parse(stdout) as readonly TokenAnswer[];
      assert.ok(answer !== undefined && "error" in answer, title);
      assert.match(answer.message, message);
    });
  }

  for (const version of [1, 2] as const) {
    for (const [selector] of [...SELECTORS, ["default chain"]] as const) {
      it(`assumes the role with a token of version ${version} by ${selector}`, async () => {
        const federation = lab().federations[version];
        const answer = answerTo(titleOf(federation, selector));
        assert.ok("token" in answer, JSON.stringify(answer));
        await assertAssumes(lab(), federation, answer);
      });
    }
  }

  const wrong: readonly Wrong[] = [
    "unknown identity",
    "identity without a role",
    "no identity named",
    "unknown audience",
  ];
  for (const name of wrong) {
    it(`shows the refusal of a request with ${name}`, () => {
      const answer = answerTo(name);
      assert.ok("error" in answer, name);
      const { error, message } = shown(name);
      assert.deepEqual([answer.error, answer.message.slice(0, message.length)], [error, message]);
    });
  }
}

function titleOf({ version }: Federation, selector: string): string {
  return `version ${version} by ${selector}`;
}

function requestsTo({ workload, stranger, federations }: IdentityLab): ReadonlyMap<string, TokenRequest> {
  const scope = `${federations[1].uri}/.default`;
  const managed = (options: TokenRequest["options"], to = scope): TokenRequest => ({
    credential: "managed",
    options: options ?? {},
    scope: to,
  });
  const right = Object.values(federations).flatMap((federation) => {
    const to = `${federation.uri}/.default`;
    return [
      ...SELECTORS.map(
        ([selector, options]) => [titleOf(federation, selector), managed(options(workload), to)] as const,
      ),
      [
        titleOf(federation, "default chain"),
        { credential: "default", options: { clientId: workload.clientId }, scope: to },
      ] as const,
    ];
  });
  const wrong: Readonly<Record<Wrong, TokenRequest>> = {
    "unknown identity": managed({ clientId: UNKNOWN_CLIENT_ID }),
    "identity without a role": managed({ clientId: stranger.clientId }),
    "no identity named": managed({}),
    "unknown audience": managed({ clientId: workload.clientId }, `${UNKNOWN_AUDIENCE}/.default`),
  };
  return new Map<string, TokenRequest>([...right, ...Object.entries(wrong)]);
}

/** The claims name the identity and the audience, and STS shows the same ones. */
export async function assertAssumes(
  lab: IdentityLab,
  federation: Federation,
  { token, expiresOn }: { readonly token: string; readonly expiresOn: number },
): Promise<void> {
  const { clientId, principalId } = lab.workload;
  const { iss, aud, sub, oid, tid, ver, roles, exp, appid, azp } = decodeJwt(token);
  assert.deepEqual(
    { iss, aud, sub, oid, tid, ver, roles, client: federation.version === 1 ? appid : azp },
    {
      iss: federation.issuer,
      aud: federation.version === 1 ? federation.uri : federation.appId,
      sub: principalId,
      oid: principalId,
      tid: TENANT_ID,
      ver: `${federation.version}.0`,
      roles: ["Aws.Assume"],
      client: clientId,
    },
  );
  // The answer has the seconds until the end. A library that adds them to its own clock is off by the time of the answer.
  assert.ok(exp !== undefined && Math.abs(expiresOn - exp) < 10, `${expiresOn} ${exp}`);
  assert.deepEqual(await lab.assumeRole(federation, token), {
    audience: federation.audience,
    provider: federation.providerArn,
    subject: principalId,
    arn: `${federation.roleArn.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/")}/client`,
  });
}
