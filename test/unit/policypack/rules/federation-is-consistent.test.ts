import assert from "node:assert/strict";
import { federationIsConsistent as rule } from "../../../../policypack/rules/federation-is-consistent";
import { policy, PROVIDER, SUBJECT, TENANT } from "../../trust/entra-policy";
import { APP_CLIENT_ID, type Changes, CLIENT_ID, federation } from "../stack/federation-stack";
import { NOTHING, UNKNOWN, validateStack, type Validation } from "../validate";

const judge = (changes: Changes = {}, config = {}): Promise<Validation> =>
  validateStack(rule, federation(changes), config);

/** The role with other values in its trust policy. */
function trust(audience: string, subject: string, provider = PROVIDER): Record<string, unknown> {
  const Condition = { StringEquals: { [`${provider}:aud`]: audience, [`${provider}:sub`]: subject } };
  const Principal = { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` };
  return { assumeRolePolicy: JSON.stringify(policy({ Principal, Condition })) };
}

const AUDIENCE = `api://${TENANT}/app`;
const V2 = `login.microsoftonline.com/${TENANT}/v2.0`;

const contradictions: [title: string, changes: Changes, message: RegExp][] = [
  [
    "an audience that is no client ID of the provider",
    { provider: { clientIdLists: ["api://other"] } },
    /which is not a client ID of the provider provider/,
  ],
  [
    "a provider whose URL has a slash too few",
    { provider: { url: `https://${PROVIDER.slice(0, -1)}` } },
    /Expected the same string in both/,
  ],
  [
    "an application that asks for version 2",
    { application: { api: { requestedAccessTokenVersion: 2 } } },
    /the application application requests version 2/,
  ],
  [
    "the application's client ID as the audience of version 1",
    { role: trust(APP_CLIENT_ID, SUBJECT), provider: { clientIdLists: [APP_CLIENT_ID] } },
    /Expected its application ID URI, which tokens of version 1 carry/,
  ],
  [
    "the application's ID URI as the audience of version 2",
    { role: trust(AUDIENCE, SUBJECT, V2), provider: { url: `https://${V2}` } },
    /tokens of version 2 carry the identity's client ID in azp\. Expected that client ID/,
  ],
  [
    "the identity's client ID as the subject",
    { role: trust(AUDIENCE, CLIENT_ID) },
    /which is the client ID of identity\. Expected its principal/,
  ],
  ["an identity of another tenant", { identity: { tenantId: CLIENT_ID } }, /is in tenant/],
];

const halves: [title: string, changes: Changes, message: RegExp][] = [
  ["provider", { provider: undefined }, /create the OpenID Connect provider sts\.windows\.net/],
  [
    "application",
    { application: undefined, "service-principal": undefined, assignment: undefined },
    /create the Entra application with the ID URI "api:/,
  ],
  [
    "identity",
    { identity: undefined, assignment: undefined, vm: undefined },
    /create the identity with the principal ID/,
  ],
  ["assignment", { assignment: undefined }, /create the assignment of identity to service-principal/],
];

describe("federation-is-consistent", () => {
  it("accepts halves that are all in the stack and fit", async () => {
    assert.deepEqual(await judge(), NOTHING);
  });

  it("takes the identity's client ID as the audience of version 2", async () => {
    const changes = {
      role: trust(CLIENT_ID, SUBJECT, V2),
      provider: { url: `https://${V2}`, clientIdLists: [CLIENT_ID] },
      application: { api: { requestedAccessTokenVersion: 2 } },
    };
    assert.deepEqual(await judge(changes), NOTHING);
  });

  for (const [title, changes, message] of contradictions) {
    it(`refuses ${title}`, async () => {
      const { violations } = await judge(changes);
      assert.equal(violations.length, 1);
      assert.match(
        violations[0] ?? "",
        /^Role role: (?:nobody|the identity identity cannot) (?:can )?assume it as written\. /,
      );
      assert.match(violations[0] ?? "", message);
    });
  }

  for (const [half, changes, message] of halves) {
    it(`says that the ${half} is not seen where it is not in the stack`, async () => {
      const { violations, advice } = await judge(changes);
      assert.deepEqual(violations, []);
      assert.equal(advice.length, 1);
      assert.match(advice[0] ?? "", message);
      assert.match(
        advice[0] ?? "",
        /^This stack does not create .* \(for role\)\. The pack compares a role only with what its stack creates\. If another stack or team owns the rest, there is nothing to fix\.$/,
      );
      assert.deepEqual(await judge(changes, { notSeen: "ignore" }), NOTHING);
    });
  }

  it("has one advisory per stack, however many roles and halves there are", async () => {
    const roles = Array.from({ length: 8 }, (_, index) => {
      const subject = SUBJECT.replace(/.$/, String(index));
      return { type: "aws:iam/role:Role", name: `role-${index}`, props: trust(AUDIENCE, subject) };
    });
    const { violations, advice } = await validateStack(rule, roles);
    assert.deepEqual(violations, []);
    assert.equal(advice.length, 1);
    assert.match(
      advice[0] ?? "",
      /create the OpenID Connect provider \S+ \(for role-0, role-1, role-2, role-3, role-4, and 3 more\); the Entra application .*; and 5 more\. The pack/,
    );
  });

  it("ignores values that a preview does not know", async () => {
    assert.deepEqual(await judge({ role: { assumeRolePolicy: UNKNOWN } }), NOTHING);
    assert.deepEqual(await judge({ provider: { clientIdLists: UNKNOWN } }), NOTHING);
    assert.deepEqual(await judge({ identity: { principalId: UNKNOWN, clientId: UNKNOWN } }), NOTHING);
    assert.deepEqual(await judge({ application: { identifierUris: UNKNOWN } }), NOTHING);
  });

  it("leaves a trust that pins nothing to the rules for trust policies", async () => {
    const role = { assumeRolePolicy: policy({ Condition: {} }) };
    assert.deepEqual(await judge({ role, provider: undefined }), NOTHING);
  });

  it("ignores roles for other issuers", async () => {
    const role = trust("aws", "project_path:g/p:ref", "gitlab.example.com");
    assert.deepEqual(await judge({ role }), NOTHING);
  });
});
