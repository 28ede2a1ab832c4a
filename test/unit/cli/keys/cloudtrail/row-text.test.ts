import assert from "node:assert/strict";
import fc from "fast-check";
import { readRowEvent } from "../../../../../cli/keys/cloudtrail/row-event";
import { readCell } from "../../../../../cli/keys/cloudtrail/row-text";

describe("a cell of Athena or CloudTrail Lake", () => {
  it("is read in the form without quotes, with the names in their own case", () => {
    const cases: Readonly<Record<string, unknown>> = {
      "{type=IAMUser, accessKeyId=AKIA, sessionContext=null}": {
        type: "IAMUser",
        accessKeyId: "AKIA",
        sessionContext: "",
      },
      "{secretId=db, versionStage=AWSCURRENT}": { secretId: "db", versionStage: "AWSCURRENT" },
      "{x-amz-copy-source=a/b, Host=s3.amazonaws.com}": {
        "x-amz-copy-source": "a/b",
        Host: "s3.amazonaws.com",
      },
      "{credentials={accessKeyId=ASIA, sessionToken=ab==, expiration=Nov 3, 2026, 1:00:00 PM}, packedPolicySize=6}":
        {
          credentials: { accessKeyId: "ASIA", sessionToken: "ab==", expiration: "Nov 3, 2026, 1:00:00 PM" },
          packedPolicySize: "6",
        },
      "[{arn=arn:aws:s3:::a, type=AWS::S3::Bucket}, {arn=b}]": [
        { arn: "arn:aws:s3:::a", type: "AWS::S3::Bucket" },
        { arn: "b" },
      ],
      "{names=[a, b], n=1}": { names: ["a", "b"], n: "1" },
      "{}": {},
      "plain text": "plain text",
    };
    for (const [cell, value] of Object.entries(cases)) {
      assert.deepEqual(readCell(cell), value, cell);
    }
  });

  it("has members that are JSON, as objects, lists, and lists of objects", () => {
    assert.deepEqual(
      readCell(
        '{credentials={"accessKeyId":"ASIA","note":"a } b, c=\\"d\\""}, tags=[{"k":"v"}], keys=["a","b"], end=x}',
      ),
      {
        credentials: { accessKeyId: "ASIA", note: 'a } b, c="d"' },
        tags: [{ k: "v" }],
        keys: ["a", "b"],
        end: "x",
      },
    );
  });

  it("is the text itself if it is neither", () => {
    for (const cell of ["{no member}", '{"cut":', "{a={b={"]) {
      assert.doesNotThrow(() => readCell(cell), cell);
    }
    assert.equal(readCell("{no member}"), "{no member}");
    assert.equal(readCell('{"cut":'), '{"cut":');
  });

  it("keeps any JSON that is the value of a member", () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((name) => name !== "__proto__"),
          fc.jsonValue(),
          {
            minKeys: 1,
          },
        ),
        fc.stringMatching(/^[a-zA-Z]{1,8}$/),
        (members, name) => {
          const text = JSON.stringify(members);
          assert.deepEqual(readCell(`{${name}=${text}, last=z}`), {
            ...Object.fromEntries([[name, JSON.parse(text) as unknown]]),
            last: "z",
          });
        },
      ),
      { seed: 20_261_130, numRuns: 300 },
    );
  });

  it("shows the session that a call began, and the parameters by their names", () => {
    const row = (responseelements: string) =>
      readRowEvent(
        new Map([
          ["eventtime", "2026-11-03 10:00:00.000"],
          ["eventsource", "sts.amazonaws.com"],
          ["eventname", "AssumeRole"],
          ["useridentity", "{type=IAMUser, accountId=111122223333, accessKeyId=AKIA, userName=app}"],
          ["requestparameters", "{roleArn=arn:aws:iam::111122223333:role/app, roleSessionName=x}"],
          ["responseelements", responseelements],
        ]),
      );
    for (const cell of [
      "{credentials={accessKeyId=ASIA1, expiration=Nov 3, 2026, 1:00:00 PM, sessionToken=t==}}",
      '{credentials={"accessKeyId":"ASIA1","sessionToken":"t=="}, assumedRoleUser={arn=x}}',
      '{"credentials":{"accessKeyId":"ASIA1"}}',
      "{credentials={accesskeyid=ASIA1}}",
    ]) {
      const event = row(cell);
      assert.deepEqual(
        [event?.startedKeyId, event?.keyId, event?.userName, event?.parameters.roleArn],
        ["ASIA1", "AKIA", "app", "arn:aws:iam::111122223333:role/app"],
        cell,
      );
    }
  });
});
