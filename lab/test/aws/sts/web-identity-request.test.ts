import assert from "node:assert/strict";
import { parseWebIdentityRequest } from "../../../aws/sts/web-identity-request";

const RIGHT = {
  RoleArn: "arn:aws:iam::111122223333:role/team/reader",
  RoleSessionName: "vm-1",
  WebIdentityToken: "a.b.c",
};

function parse(changes: Readonly<Record<string, string>>, without?: keyof typeof RIGHT): unknown {
  const parameters = new URLSearchParams({ ...RIGHT, ...changes });
  if (without !== undefined) {
    parameters.delete(without);
  }
  return parseWebIdentityRequest(parameters);
}

function refusal(problem: string): object {
  const message = `1 validation error detected: ${problem}`;
  return { name: "StsError", code: "ValidationError", message };
}

describe("parameters of a web identity request", () => {
  it("name the role and its account", () => {
    const roleArn = "arn:aws:iam::111122223333:role/team/reader";
    assert.deepEqual(parse({}), { accountId: "111122223333", roleArn, token: "a.b.c" });
  });

  for (const [name, member] of [
    ["RoleArn", "roleArn"],
    ["RoleSessionName", "roleSessionName"],
    ["WebIdentityToken", "webIdentityToken"],
  ] as const) {
    it(`must hold ${name}`, () => {
      const problem = `Value at '${member}' failed to satisfy constraint: Member must not be null`;
      assert.throws(() => parse({}, name), refusal(problem));
    });
  }

  it("hold a token of 4 to 20,000 characters", () => {
    const bound = "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length";
    assert.throws(() => parse({ WebIdentityToken: "a.b" }), refusal(`${bound} greater than or equal to 4`));
    parse({ WebIdentityToken: "a".repeat(20_000) });
    assert.throws(
      () => parse({ WebIdentityToken: "a".repeat(20_001) }),
      refusal(`${bound} less than or equal to 20000`),
    );
  });

  it("hold a session name of 2 to 64 characters of AWS's alphabet", () => {
    const member = "at 'roleSessionName' failed to satisfy constraint: Member must";
    parse({ RoleSessionName: "A_b+=,.@-9" });
    parse({ RoleSessionName: "a".repeat(64) });
    assert.throws(
      () => parse({ RoleSessionName: "a".repeat(65) }),
      refusal(`Value '${"a".repeat(65)}' ${member} have length less than or equal to 64`),
    );
    assert.throws(
      () => parse({ RoleSessionName: "vm 1" }),
      refusal(`Value 'vm 1' ${member} satisfy regular expression pattern: [\\w+=,.@-]*`),
    );
  });

  it("ask for 900 to 43,200 seconds, or leave it", () => {
    const bound = "at 'durationSeconds' failed to satisfy constraint: Member must have value";
    parse({ DurationSeconds: "900" });
    parse({ DurationSeconds: "43200" });
    assert.throws(
      () => parse({ DurationSeconds: "899" }),
      refusal(`Value '899' ${bound} greater than or equal to 900`),
    );
    assert.throws(
      () => parse({ DurationSeconds: "43201" }),
      refusal(`Value '43201' ${bound} less than or equal to 43200`),
    );
  });

  /** What the real STS said to GetSessionToken: radkawar/stackd testdata/aws/sts/query_inputs.json at 9dc356f. */
  for (const [DurationSeconds, code] of [
    ["900", undefined],
    ["0900", undefined],
    ["+900", undefined],
    [" 900 ", "MalformedInput"],
    ["\t900\n", "MalformedInput"],
    ["900.0", "MalformedInput"],
    ["9e2", "MalformedInput"],
    ["2147483648", "MalformedInput"],
    ["0", "ValidationError"],
  ] as const) {
    it(`take ${JSON.stringify(DurationSeconds)} seconds as recorded: ${code ?? "accepted"}`, () => {
      if (code === undefined) {
        parse({ DurationSeconds });
      } else {
        assert.throws(() => parse({ DurationSeconds }), { name: "StsError", code });
      }
    });
  }

  it("take the smallest number of 32 bits for too few seconds, and a smaller one for none", () => {
    assert.throws(() => parse({ DurationSeconds: "-2147483648" }), { code: "ValidationError" });
    assert.throws(() => parse({ DurationSeconds: "-2147483649" }), { code: "MalformedInput" });
  });

  it("name a role", () => {
    for (const RoleArn of [
      "arn:aws:iam::111122223333:user/reader",
      "arn:aws:iam::1111:role/reader-of-buckets",
    ]) {
      assert.throws(() => parse({ RoleArn }), { code: "ValidationError", message: "Request ARN is invalid" });
    }
  });

  it("are all reported at once", () => {
    assert.throws(
      () => parse({ RoleSessionName: "!", DurationSeconds: "1" }),
      /^StsError: 3 validation errors detected: /,
    );
  });
});
