/** The trust that Microsoft documents for Microsoft Sentinel, and what is near it. */
import assert from "node:assert/strict";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { policy, TENANT } from "../../trust/entra-policy";
import { validateResource, type Validation } from "../validate";

type Json = Record<string, unknown>;

const COMMERCIAL = "33e01921-4d64-4f8c-a055-5bdaffd5e33d";
const AUDIENCE = "api://1462b192-27f7-4cb9-8523-0f4ecb54b47e";
const SESSION = "MicrosoftSentinel_0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";

interface Trust {
  tenant?: string;
  audience?: string;
  /** Operators with the session names under them. */
  session?: Json;
}

/** The documented trust, with values changed. */
function trust({
  tenant = COMMERCIAL,
  audience = AUDIENCE,
  session = { StringEquals: SESSION },
}: Trust = {}): Json {
  const provider = `sts.windows.net/${tenant}/`;
  const Condition: Record<string, Json> = { StringEquals: { [`${provider}:aud`]: audience } };
  for (const [operator, value] of Object.entries(session)) {
    Condition[operator] = { ...Condition[operator], "sts:RoleSessionName": value };
  }
  return policy({
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
    Condition,
  });
}

const judge = (document: unknown, tenants: string[] | undefined): Promise<Validation> =>
  validateResource(
    oidcTrustRequiresSubject,
    { type: "aws:iam/role:Role", name: "OIDC_Sentinel", props: { assumeRolePolicy: document } },
    tenants === undefined ? {} : { microsoftSentinelTenants: tenants },
  );

describe("the preset for Microsoft Sentinel", () => {
  it("shows the documented trust as an exception, for the tenants that are configured", async () => {
    for (const document of [trust(), JSON.stringify(trust())]) {
      const { violations, advice } = await judge(document, [COMMERCIAL]);
      assert.deepEqual(violations, []);
      assert.equal(advice.length, 1);
      assert.match(
        advice[0] ?? "",
        /^Exception \(Microsoft Sentinel, as Microsoft documents it\): Role OIDC_Sentinel/,
      );
    }
  });

  it("refuses it without the preset, and for a tenant that is not configured", async () => {
    assert.equal((await judge(trust(), undefined)).violations.length, 1);
    assert.equal((await judge(trust(), ["cab8a31a-1906-4287-a0d8-4eef66b95f6e"])).violations.length, 1);
  });

  const near: [title: string, document: Json][] = [
    ["another audience", trust({ audience: "api://other" })],
    ["an audience of the other cloud", trust({ audience: "api://d4230588-5f84-4281-a9c7-2c15194b28f7" })],
    ["no session name", trust({ session: {} })],
    ["a pattern of session names", trust({ session: { StringLike: "MicrosoftSentinel_*" } })],
    ["a session name that is optional", trust({ session: { StringEqualsIfExists: SESSION } })],
    ["another session name", trust({ session: { StringEquals: "anything" } })],
    ["two session names of which one is another", trust({ session: { StringEquals: [SESSION, "x"] } })],
    ["a customer's tenant", trust({ tenant: TENANT })],
  ];
  for (const [title, document] of near) {
    it(`refuses ${title}`, async () => {
      assert.equal((await judge(document, [COMMERCIAL, TENANT])).violations.length, 1);
    });
  }
});
