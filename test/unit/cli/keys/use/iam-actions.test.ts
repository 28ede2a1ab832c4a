import assert from "node:assert/strict";
import { changesAccess, neededActions, resourceFor } from "../../../../../cli/keys/use/iam-actions";

const s3 = "s3.amazonaws.com";

describe("the actions of IAM that a call needs", () => {
  it("have the name of the call, or the name that the service gives them", () => {
    for (const [source, name, ...actions] of [
      [s3, "GetObject", "s3:GetObject"],
      [s3, "HeadObject", "s3:GetObject"],
      [s3, "ListObjects", "s3:ListBucket"],
      [s3, "ListBuckets", "s3:ListAllMyBuckets"],
      [s3, "UploadPart", "s3:PutObject"],
      [s3, "DeleteObjects", "s3:DeleteObject"],
      [s3, "PutBucketReplication", "s3:PutReplicationConfiguration"],
      ["lambda.amazonaws.com", "Invoke", "lambda:InvokeFunction"],
      ["lambda.amazonaws.com", "UpdateFunctionCode20150331v2", "lambda:UpdateFunctionCode"],
      ["monitoring.amazonaws.com", "PutMetricData", "cloudwatch:PutMetricData"],
      ["kms.amazonaws.com", "ReEncrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      ["sqs.amazonaws.com", "SendMessageBatch", "sqs:SendMessage"],
      ["sts.amazonaws.com", "GetCallerIdentity"],
      ["dynamodb.amazonaws.com", "PutItem", "dynamodb:PutItem"],
    ] as const) {
      assert.deepEqual(neededActions(source, name, false), { actions }, `${source} ${name}`);
    }
    assert.deepEqual(neededActions(s3, "GetObject", true).actions, ["s3:GetObject", "s3:GetObjectVersion"]);
  });

  it("are unknown for services whose calls do not tell, and for names that are none", () => {
    for (const [source, name] of [
      ["apigateway.amazonaws.com", "GetRestApis"],
      ["sts.amazonaws.com", "GetSessionToken"],
      [s3, "*"],
      ['s3","Effect', "GetObject"],
    ] as const) {
      const { actions, problem } = neededActions(source, name, false);
      assert.deepEqual(actions, []);
      assert.ok(problem !== undefined, name);
    }
  });

  it("take a bucket, its objects, or everything", () => {
    const [bucket, objects] = ["arn:aws:s3:::b", "arn:aws:s3:::b/*"];
    assert.equal(resourceFor("s3:DeleteObject", bucket), objects);
    assert.equal(resourceFor("s3:GetObject", objects), objects);
    assert.equal(resourceFor("s3:ListBucket", objects), bucket);
    assert.equal(resourceFor("s3:GetBucketObjectLockConfiguration", bucket), bucket);
    assert.equal(resourceFor("s3:ListAllMyBuckets", bucket), "*");
    assert.equal(resourceFor("sqs:SendMessage", "arn:aws:sqs:eu-west-1:1:q"), "arn:aws:sqs:eu-west-1:1:q");
  });

  it("change who may do what if they write in IAM", () => {
    assert.equal(changesAccess("iam:CreateAccessKey"), true);
    assert.equal(changesAccess("iam:ListUsers"), false);
    assert.equal(changesAccess("iam:PassRole"), false);
    assert.equal(changesAccess("s3:PutBucketPolicy"), false);
  });
});
