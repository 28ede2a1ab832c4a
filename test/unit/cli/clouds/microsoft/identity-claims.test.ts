import assert from "node:assert/strict";
import { identityOf } from "../../../../../cli/clouds/microsoft/identity-claims";

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
