import assert from "node:assert/strict";
import { providers } from "../../../../trust/issuers/providers";
import { readPolicyDocument } from "../../../../trust/policy/policy-document";

const ARN = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
const STATEMENT = {
  Effect: "Allow",
  Principal: { Federated: ARN },
  Action: "sts:AssumeRoleWithWebIdentity",
};

const read = (policy: unknown) => readPolicyDocument(policy, providers);

/** The statement alone, with other members. */
const one = (changes: object): object => ({
  Version: "2012-10-17",
  Statement: { ...STATEMENT, ...changes },
});

/** What IAM refuses: code, path, given value, and which of several problems. */
function refused(policy: unknown): unknown[] {
  return read(policy).problems.map(({ code, path, given, which }) => [code, path.join("."), given, which]);
}

/** The only statement: whether it is about web identities, the providers that it names, and everyone. */
function statement(changes: object): unknown[] {
  const [found] = read(one(changes)).statements;
  return [found?.webIdentity, found?.providers.map(({ name }) => name), found?.everyone];
}

describe("the reader of policies", () => {
  it("refuses a document that is no policy", () => {
    assert.deepEqual(read("text"), {
      statements: [],
      problems: [
        {
          code: "policy-not-an-object",
          statement: undefined,
          sid: undefined,
          path: [],
          given: undefined,
          which: undefined,
          reach: "nobody",
        },
      ],
    });
    assert.deepEqual(read({ Version: "2012-10-17" }).statements, []);
    assert.deepEqual(refused({ Version: "2012-10-17" }), [
      ["statement-missing", "Statement", undefined, undefined],
    ]);
    assert.deepEqual(refused({ ...one({}), Version: "2013", More: 1 }), [
      ["member-unknown", "More", undefined, undefined],
      ["version-invalid", "Version", "2013", undefined],
    ]);
    assert.deepEqual(refused({ Version: "2012-10-17", Statement: [STATEMENT, 7] }), [
      ["statement-not-an-object", "Statement.1", undefined, undefined],
    ]);
  });

  it("refuses members of a statement that IAM does not know", () => {
    assert.deepEqual(refused(one({ Sid: "Own", Condition: undefined })), []);
    assert.deepEqual(refused(one({ Sid: 5, Resource: "*", Effect: "allow" })), [
      ["sid-invalid", "Statement.Sid", undefined, undefined],
      ["member-unknown", "Statement.Resource", undefined, undefined],
      ["effect-invalid", "Statement.Effect", "allow", undefined],
    ]);
  });

  it("reads the actions, and takes what it does not understand for the one that opens the role", () => {
    const providersOf = ["token.actions.githubusercontent.com"];
    assert.deepEqual(statement({}), [true, providersOf, undefined]);
    assert.deepEqual(statement({ Action: ["sts:TagSession", "sts:Assume*Identity"] }), [
      true,
      providersOf,
      undefined,
    ]);
    assert.equal(statement({ Action: "sts:TagSession" })[0], false);
    assert.equal(statement({ Action: undefined, NotAction: "sts:TagSession" })[0], true);
    assert.equal(statement({ Action: undefined, NotAction: "sts:*" })[0], false);
    const unclear: readonly (readonly [object, string, unknown, unknown])[] = [
      [{ Action: undefined }, "Action", undefined, undefined],
      [{ NotAction: "sts:*" }, "NotAction", undefined, "both"],
      [{ Action: [] }, "Action", [], undefined],
      [{ Action: [["sts:TagSession"]] }, "Action", [["sts:TagSession"]], undefined],
      [{ Action: ["sts:TagSession", "no action"] }, "Action", ["sts:TagSession", "no action"], undefined],
      [{ Action: "x sts:TagSession" }, "Action", "x sts:TagSession", undefined],
      [{ Action: undefined, NotAction: ["sts:*", 7] }, "NotAction", ["sts:*", 7], undefined],
    ];
    for (const [changes, name, given, which] of unclear) {
      assert.deepEqual(refused(one(changes)), [["action-invalid", `Statement.${name}`, given, which]]);
      assert.equal(statement(changes)[0], true, name);
    }
  });

  it("reads the principal, and refuses what IAM does not take", () => {
    const everyone = (changes: object): unknown => statement(changes)[2];
    assert.deepEqual(everyone({ Principal: "*" }), { path: ["Principal"], given: "*" });
    assert.deepEqual(everyone({ Principal: { AWS: ["444455556666", "*"] } }), {
      path: ["Principal", "AWS", 1],
      given: "*",
    });
    assert.deepEqual(everyone({ Principal: { Federated: "*" } }), {
      path: ["Principal", "Federated"],
      given: "*",
    });
    assert.equal(everyone({ Principal: { Service: "*.amazonaws.com" } }), undefined);
    const NotPrincipal = { AWS: "444455556666" };
    assert.deepEqual(everyone({ Principal: undefined, NotPrincipal }), {
      path: ["NotPrincipal"],
      given: NotPrincipal,
    });
    assert.deepEqual(refused(one({ Principal: undefined, NotPrincipal })), []);
    const invalid: readonly (readonly [object, string, unknown, unknown])[] = [
      [{ NotPrincipal }, "NotPrincipal", undefined, "both"],
      [{ Principal: undefined }, "Principal", undefined, undefined],
      [{ Principal: {} }, "Principal", undefined, "nobody"],
      [{ Principal: { AWS: [] } }, "Principal", undefined, "nobody"],
      [{ Principal: { Users: "a" } }, "Principal.Users", "Users", "kind"],
      [{ Principal: { Federated: [ARN, ""] } }, "Principal.Federated.1", "", undefined],
      [{ Principal: { AWS: "" } }, "Principal.AWS", "", undefined],
      [{ Principal: { AWS: 5 } }, "Principal.AWS", 5, undefined],
      [{ Principal: { Federated: 5 } }, "Principal.Federated", 5, undefined],
      [{ Principal: { Federated: "no ARN" } }, "Principal.Federated", "no ARN", undefined],
    ];
    for (const [changes, path, given, which] of invalid) {
      assert.deepEqual(refused(one(changes)), [["principal-invalid", `Statement.${path}`, given, which]]);
    }
    for (const kind of ["AWS", "Service", "CanonicalUser"]) {
      assert.deepEqual(refused(one({ Principal: { [kind]: "a" } })), [], kind);
    }
    assert.deepEqual(statement({ Principal: { Federated: [ARN], AWS: "444455556666" } })[1], [
      "token.actions.githubusercontent.com",
    ]);
  });
});
