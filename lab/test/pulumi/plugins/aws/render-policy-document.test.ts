import assert from "node:assert/strict";
import { renderPolicyDocument } from "../../../../pulumi/plugins/aws/render-policy-document";
import { text } from "../../../../pulumi/plugins/kernel/property-value";

describe("aws.iam.getPolicyDocument", () => {
  it("renders statements, single values as plain text", () => {
    const { json } = renderPolicyDocument({
      statements: [
        {
          actions: ["sts:AssumeRoleWithWebIdentity"],
          principals: [{ type: "Federated", identifiers: ["arn:aws:iam::111122223333:oidc-provider/x"] }],
          conditions: [
            { test: "StringEquals", variable: "x:aud", values: ["a"] },
            { test: "StringEquals", variable: "x:sub", values: ["s"] },
          ],
        },
      ],
    });
    assert.deepEqual(JSON.parse(text(json)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRoleWithWebIdentity",
          Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/x" },
          Condition: { StringEquals: { "x:aud": "a", "x:sub": "s" } },
        },
      ],
    });
  });

  it("refuses what the lab does not play", () => {
    assert.throws(
      () => renderPolicyDocument({ overridePolicyDocuments: ["{}"] }),
      /the lab does not support "overridePolicyDocuments" of getPolicyDocument\. .*\[lab-unsupported\]$/,
    );
  });
});
