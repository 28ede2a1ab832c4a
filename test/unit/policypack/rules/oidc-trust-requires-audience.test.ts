import assert from "node:assert/strict";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { AUD, AUDIENCE, policy, PROVIDER, SUB, SUBJECT, TENANT } from "../../trust/entra-policy";
import { NOTHING, UNKNOWN, validateResource, type Validation } from "../validate";

const open = policy({ Condition: { StringEquals: { [SUB]: SUBJECT } } });

const judgeRole = (assumeRolePolicy: unknown, name = "app"): Promise<Validation> =>
  validateResource(oidcTrustRequiresAudience, {
    type: "aws:iam/role:Role",
    name,
    props: { assumeRolePolicy },
  });
const judgeComponent = (props: Record<string, unknown>): Promise<Validation> =>
  validateResource(oidcTrustRequiresAudience, {
    type: "azure-to-aws-federation:index:FederatedRole",
    name: "app",
    props,
  });

describe("oidc-trust-requires-audience", () => {
  it("is mandatory and says how to put it right", () => {
    assert.equal(oidcTrustRequiresAudience.enforcementLevel, "mandatory");
    assert.equal(oidcTrustRequiresAudience.severity, "critical");
    assert.match(oidcTrustRequiresAudience.remediationSteps, /application ID URI/);
  });

  it("has nothing to say of an exact audience", async () => {
    assert.deepEqual(await judgeRole(policy()), NOTHING);
  });

  it("names role, statement, provider, the missing key and the JSON to add", async () => {
    const message =
      `Role app: Only the subject "${SUBJECT}" can assume this role, but with a token for any application of the tenant that the provider lists. ` +
      `Statement 0, provider ${PROVIDER}: expected ${AUD} with exact values under StringEquals; found no condition on ${AUD}. ` +
      `Add "${AUD}": "<application ID URI>" to StringEquals in the Condition.`;
    assert.deepEqual(await judgeRole(JSON.stringify(open)), { violations: [message], advice: [] });
  });

  it("notes once that tokens of version 2 pin the identity but not the application", async () => {
    const provider = `login.microsoftonline.com/${TENANT}/v2.0`;
    const trust = policy({
      Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
      Condition: { StringEquals: { [`${provider}:aud`]: SUBJECT, [`${provider}:sub`]: SUBJECT } },
    });
    assert.deepEqual(await judgeRole(trust), {
      violations: [],
      advice: [
        "Role app: The identity can assume this role with a token for any API of the tenant. " +
          `Statement 0, provider ${provider}: expected the application's client ID on ${provider}:oaud, or tokens of version 1, if you want to pin the application; ` +
          "found the calling identity's client ID, which does not pin the application.",
      ],
    });
  });

  it("refuses the audience of a resource of Microsoft's beside an exact subject, and accepts Fabric's for S3", async () => {
    const withAudience = (aud: string): unknown =>
      policy({ Condition: { StringEquals: { [AUD]: aud, [SUB]: SUBJECT } } });
    const arm = "https://management.azure.com/";
    assert.deepEqual(await judgeRole(withAudience(arm)), {
      violations: [
        `Role app: Any service that receives a token of "${SUBJECT}" for Azure Resource Manager can replay it and assume this role. ` +
          `Statement 0, provider ${PROVIDER}: expected your own application's ID URI; found "${arm}", the audience of Azure Resource Manager. ` +
          `Replace "StringEquals": {"${AUD}": "${arm}"} with "StringEquals": {"${AUD}": "<application ID URI>"}.`,
      ],
      advice: [],
    });
    const { violations } = await judgeRole(withAudience("https://graph.microsoft.com"));
    assert.equal(violations.length, 1);
    assert.match(violations[0] ?? "", /^Role app: Nobody can assume this role as written\. /);
    const fabric = "https://analysis.windows.net/powerbi/connector/AmazonS3";
    assert.deepEqual(await judgeRole(withAudience(fabric)), NOTHING);
  });

  it("leaves a missing subject to the rule for subjects", async () => {
    assert.deepEqual(await judgeRole(policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } })), NOTHING);
  });

  it("leaves a policy that IAM rejects to trust-policy-is-well-formed", async () => {
    assert.deepEqual(await judgeRole(policy({ Effect: "allow" })), NOTHING);
  });

  it("says of an unknown trust policy that it is judged in the update", async () => {
    const { violations, advice } = await judgeRole(UNKNOWN, "unknown-audience");
    assert.deepEqual(violations, []);
    assert.match(advice[0] ?? "", /^Role unknown-audience: the preview does not know the trust policy, /);
  });

  it("judges the audiences of FederatedRole one by one", async () => {
    const right = { issuer: `https://${PROVIDER}`, audiences: [UNKNOWN], subjects: [] };
    assert.deepEqual(await judgeComponent(right), NOTHING);
    const { violations } = await judgeComponent({ ...right, audiences: ["api://*"] });
    assert.equal(violations.length, 1);
    assert.match(
      violations[0] ?? "",
      /^FederatedRole app: Nobody can assume this role as written\. .*; found "api:\/\/\*", in which .* Change audiences\.$/,
    );
  });
});
