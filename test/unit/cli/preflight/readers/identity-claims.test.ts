import assert from "node:assert/strict";
import { identityOf } from "../../../../../cli/preflight/readers/identity-claims";
import { refusalText } from "../../../../../cli/preflight/readers/refusal-text";

function token(claims: object): string {
  return `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
}

describe("the identity in a token", () => {
  it("is a person if the token has scopes", () => {
    const claims = { tid: "T1", oid: "o1", appid: "c1", upn: "ada@contoso.com", scp: "a b", wids: ["w"] };
    assert.deepEqual(identityOf(token(claims)), {
      tenantId: "t1",
      objectId: "o1",
      clientId: "c1",
      kind: "user",
      name: "ada@contoso.com",
      roles: [],
      scopes: ["a", "b"],
      directoryRoles: ["w"],
    });
  });

  it("is a service principal if the token has none, in tokens of either version", () => {
    const { kind, clientId, roles } = identityOf(token({ tid: "t1", oid: "o1", azp: "c1", roles: ["r"] }));
    assert.deepEqual([kind, clientId, roles], ["service principal", "c1", ["r"]]);
  });

  it("is not read from anything else, and the error does not quote it", () => {
    assert.throws(
      () => identityOf("secret-4711"),
      (error: Error) => !error.message.includes("4711") && error.message.includes("cannot be read"),
    );
  });
});

describe("what a cloud says when it refuses", () => {
  const cases: [string, string, string][] = [
    ["is one line without a full stop", "403 Denied: no.\nrequest: x", "403 Denied: no"],
    ["has no token", `invalid ${token({ oid: "o1" })} here`, "invalid *** here"],
    ["has no bearer", "header Bearer abc.def was refused", "header *** was refused"],
    ["is cut after 300 characters", "x".repeat(400), "x".repeat(300)],
  ];
  for (const [title, message, expected] of cases) {
    it(title, () => {
      assert.equal(refusalText(message), expected);
    });
  }
});
