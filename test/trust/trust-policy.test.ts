import assert from "node:assert/strict";

import {
  buildTrustPolicy,
  entraIssuer,
  judgeTrustPolicy,
  oidcProviderName,
  trustPolicySize,
} from "../../trust";
import { AUD, AUDIENCE, PROVIDER, PROVIDER_ARN, SUB, SUBJECT, TENANT } from "./entra-policy";

const args = {
  oidcProviderArn: PROVIDER_ARN,
  issuer: entraIssuer(TENANT).url,
  audiences: [AUDIENCE],
  subjects: [SUBJECT],
};

describe("buildTrustPolicy", () => {
  it("demands the one audience and the one subject", () => {
    assert.deepEqual(buildTrustPolicy(args), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Federated: PROVIDER_ARN },
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: { StringEquals: { [AUD]: AUDIENCE, [SUB]: SUBJECT } },
        },
      ],
    });
  });

  it("writes several values as a list", () => {
    const [statement] = buildTrustPolicy({ ...args, audiences: ["a", "b"] }).Statement;
    assert.deepEqual(statement.Condition.StringEquals[AUD], ["a", "b"]);
  });

  it("builds what judgeTrustPolicy accepts", () => {
    const document = buildTrustPolicy({ ...args, subjects: [SUBJECT, "another"] });
    assert.equal(judgeTrustPolicy(document).accepted, true);
    assert.equal(judgeTrustPolicy(JSON.stringify(document)).accepted, true);
  });

  it("refuses to build a policy without an audience or a subject", () => {
    assert.throws(() => buildTrustPolicy({ ...args, audiences: [] }), /needs at least one audience/);
    assert.throws(() => buildTrustPolicy({ ...args, subjects: [] }), /needs at least one subject/);
  });
});

describe("trustPolicySize", () => {
  it("counts what IAM counts: no white space", () => {
    const document = { a: "b c", d: [1, 2] };
    assert.equal(trustPolicySize(document), '{"a":"bc","d":[1,2]}'.length);
    assert.equal(trustPolicySize(JSON.stringify(document, undefined, 4)), trustPolicySize(document));
  });

  it("finds that a policy for one Entra workload is far below the quota", () => {
    assert.equal(trustPolicySize(buildTrustPolicy(args)), 459);
  });
});

describe("oidcProviderName", () => {
  it("takes the provider's URL and its ARN, and keeps the slash at the end", () => {
    assert.equal(oidcProviderName(`https://${PROVIDER}`), PROVIDER);
    assert.equal(oidcProviderName(PROVIDER_ARN), PROVIDER);
    assert.equal(oidcProviderName("arn:aws-cn:iam::111122223333:oidc-provider/a.example"), "a.example");
  });

  it("refuses anything else and names it", () => {
    for (const text of [
      "",
      "https://",
      "http://a.example",
      "a.example",
      "arn:aws:iam::111122223333:role/x",
    ]) {
      assert.throws(() => oidcProviderName(text), new RegExp(`not by ${JSON.stringify(text)}`));
    }
  });
});
