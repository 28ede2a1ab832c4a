import assert from "node:assert/strict";
import { oidcTrustAudienceBesideSubject as rule } from "../../../../policypack/rules/oidc-trust-audience-beside-subject";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { policy, SUB, SUBJECT } from "../../trust/entra-policy";
import { type Claims, federatedPolicy } from "../../trust/federated-policy";
import { NOTHING, type TestedResource, validateInTurn, validateResource } from "../validate";

const GITHUB = "token.actions.githubusercontent.com";
const MAIN = "repo:acme/infra:ref:refs/heads/main";
const trust = (claims: Claims): unknown => federatedPolicy(GITHUB, { StringEquals: claims });
const role = (assumeRolePolicy: unknown): TestedResource => ({
  type: "aws:iam/role:Role",
  name: "app",
  props: { assumeRolePolicy },
});
const withoutAudience = role(trust({ sub: MAIN }));
const provider = (...clientIdLists: string[]): TestedResource => ({
  type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  name: "github",
  props: { url: `https://${GITHUB}`, clientIdLists },
});

describe("oidc-trust-audience-beside-subject", () => {
  it("is mandatory, of medium severity", () => {
    assert.equal(rule.enforcementLevel, "mandatory");
    assert.equal(rule.severity, "medium");
  });

  it("accepts an exact audience beside an exact subject", async () => {
    const right = trust({ sub: MAIN, aud: "sts.amazonaws.com" });
    assert.deepEqual(await validateResource(rule, role(right)), NOTHING);
  });

  it("refuses a subject without an audience, and says that only this subject can assume the role", async () => {
    const { violations } = await validateResource(rule, withoutAudience);
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /found no condition on token\.actions\.githubusercontent\.com:aud\. /);
    assert.match(violations[0] ?? "", /Only the subject "repo:acme\/infra:ref:refs\/heads\/main" can assume/);
    assert.deepEqual(await validateResource(oidcTrustRequiresAudience, withoutAudience), NOTHING);
  });

  it("leaves Entra's roles to oidc-trust-requires-audience", async () => {
    const entra = role(policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } }));
    assert.deepEqual(await validateResource(rule, entra), NOTHING);
    assert.equal((await validateResource(oidcTrustRequiresAudience, entra)).violations.length, 1);
  });

  it("accepts a provider of the same stack with one client ID as the audience, but not one with two", async () => {
    assert.deepEqual(await validateInTurn(rule, [provider("sts.amazonaws.com"), withoutAudience]), NOTHING);
    const { violations } = await validateInTurn(rule, [
      provider("sts.amazonaws.com", "other"),
      withoutAudience,
    ]);
    assert.equal(violations.length, 1);
  });

  it("accepts no provider that another Pulumi provider deploys, perhaps into another account", async () => {
    const created = { ...provider("sts.amazonaws.com"), provider: "one" };
    const roleOf = (name: string) => ({ ...withoutAudience, provider: name });
    assert.deepEqual(await validateInTurn(rule, [created, roleOf("one")]), NOTHING);
    assert.equal((await validateInTurn(rule, [created, roleOf("other")])).violations.length, 1);
  });
});
