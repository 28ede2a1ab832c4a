/** Trust policies in templates, whose values are intrinsic functions. */
import assert from "node:assert/strict";
import { oidcTrustRequiresAudience } from "../../../../policypack/rules/oidc-trust-requires-audience";
import { oidcTrustRequiresSubject } from "../../../../policypack/rules/oidc-trust-requires-subject";
import { AUD, AUDIENCE, PROVIDER, SUB, SUBJECT } from "../../trust/entra-policy";
import { validateResource } from "../validate";

/** Judges a role's trust policy with a subject as YAML. */
async function judge(
  subject: string,
  { operator = "StringEquals", parameters = {} } = {},
): Promise<number[]> {
  const templateBody = `
Parameters:
  Subject: {Type: String, Default: ${SUBJECT}}
Resources:
  Provider: {Type: "AWS::IAM::OIDCProvider", Properties: {Url: "https://${PROVIDER}"}}
  Reader:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {Federated: !Ref Provider}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"${AUD}": "${AUDIENCE}"}
              ${operator === "StringEquals" ? "ForAnyValue:StringEquals" : operator}: {"${SUB}": ${subject}}
`;
  const resource = {
    type: "aws:cloudformation/stack:Stack",
    name: "app",
    props: { templateBody, parameters },
  };
  const found = [oidcTrustRequiresAudience, oidcTrustRequiresSubject].map(async (rule) => {
    const { violations } = await validateResource(rule, resource);
    return violations.length;
  });
  return Promise.all(found);
}

describe("intrinsic functions in a trust policy", () => {
  it("let it pass where they give one exact subject", async () => {
    for (const subject of [
      `"${SUBJECT}"`,
      "!Ref Subject",
      "!Sub '${Subject}'",
      `!If [A, "${SUBJECT}", "1c6d8e2f-3a4b-4c5d-9e6f-7a8b9c0d1e2f"]`,
    ]) {
      assert.deepEqual(await judge(subject), [0, 0], subject);
    }
  });

  it("do not let it pass where they give a pattern, a policy variable, or what cannot be told", async () => {
    assert.deepEqual(
      await judge("!Ref Subject", { operator: "StringLike", parameters: { Subject: "*" } }),
      [0, 1],
    );
    for (const subject of [
      `!Sub '\${!${SUB}}'`,
      "!ImportValue subject",
      "!Ref Missing",
      "[]",
      `!If [A, "${SUBJECT}", !ImportValue x]`,
      `["${SUBJECT}", !ImportValue x]`,
    ]) {
      const [, bySubject = 0] = await judge(subject);
      assert.ok(bySubject > 0, subject);
    }
  });
});
