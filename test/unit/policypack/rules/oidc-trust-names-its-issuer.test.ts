import assert from "node:assert/strict";
import { oidcTrustNamesItsIssuer } from "../../../../policypack/rules/oidc-trust-names-its-issuer";
import { AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUBJECT } from "../../trust/entra-policy";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

const judgeRole = (assumeRolePolicy: unknown, config = {}): Promise<Validation> =>
  validateResource(
    oidcTrustNamesItsIssuer,
    { type: "aws:iam/role:Role", name: "app", props: { assumeRolePolicy } },
    config,
  );

describe("oidc-trust-names-its-issuer", () => {
  it("is mandatory and says how to put it right", () => {
    assert.equal(oidcTrustNamesItsIssuer.enforcementLevel, "mandatory");
    assert.match(oidcTrustNamesItsIssuer.remediationSteps, /with the slash/);
  });

  it("has nothing to say of a policy that speaks of one issuer", async () => {
    assert.deepEqual(await judgeRole(policy()), NOTHING);
  });

  it("refuses keys of a provider with a slash too few, of another provider, and with a scheme", async () => {
    for (const owner of [
      PROVIDER.slice(0, -1),
      "token.actions.githubusercontent.com",
      `https://${PROVIDER}`,
    ]) {
      const condition = { StringEquals: { [`${owner}:aud`]: AUDIENCE, [`${owner}:sub`]: SUBJECT } };
      const { violations } = await judgeRole(policy({ Condition: condition }));
      assert.equal(violations.length, 1, owner);
      assert.match(
        violations[0] ?? "",
        /^Role app: Nobody can assume this role as written\. Statement 0, provider /,
      );
    }
  });

  it("refuses an Entra provider without the slash of its issuer", async () => {
    const principal = { Federated: PROVIDER_ARN.slice(0, -1) };
    const { violations } = await judgeRole(policy({ Principal: principal }));
    assert.match(
      violations[0] ?? "",
      /as in the tokens' iss; found the provider sts\.windows\.net\/[^/]+\. In the principal and the condition keys of the statement, replace /,
    );
  });

  it("leaves a missing audience to the rule for audiences", async () => {
    assert.deepEqual(await judgeRole(policy({ Condition: {} })), NOTHING);
  });

  it("refuses a provider of another account only if the account is configured", async () => {
    assert.deepEqual(await judgeRole(policy(), { accountId: "111122223333" }), NOTHING);
    const { violations } = await judgeRole(policy(), { accountId: "999999999999" });
    assert.match(violations[0] ?? "", /found a provider of account 111122223333/);
  });

  describe("on FederatedRole", () => {
    const right = {
      issuer: `https://${PROVIDER}`,
      oidcProviderArn: PROVIDER_ARN,
      audiences: [AUDIENCE],
      subjects: [SUBJECT],
    };
    const judge = (props: Record<string, unknown>): Promise<Validation> =>
      validateResource(oidcTrustNamesItsIssuer, {
        type: "azure-to-aws-federation:index:FederatedRole",
        name: "app",
        props,
      });

    it("has nothing to say where issuer and provider are one, or one is not known yet", async () => {
      assert.deepEqual(await judge(right), NOTHING);
      assert.deepEqual(await judge({ ...right, oidcProviderArn: UNKNOWN }), NOTHING);
      assert.deepEqual(await judge({ ...right, issuer: UNKNOWN }), NOTHING);
    });

    it("refuses the provider of another issuer, and a slash too few", async () => {
      for (const oidcProviderArn of [PROVIDER_ARN.slice(0, -1), `${PROVIDER_ARN}x`]) {
        const { violations } = await judge({ ...right, oidcProviderArn });
        assert.equal(violations.length, 1, oidcProviderArn);
        assert.match(
          violations[0] ?? "",
          /^FederatedRole app: Nobody can assume this role as written\. [^{}]* Change issuer or oidcProviderArn\.$/,
        );
      }
    });
  });
});
