import assert from "node:assert/strict";
import { Claims } from "../../../components/claims";

describe("Claims", () => {
  it("are refused to all but the first until they are given up, and name who has them", () => {
    const claims = new Claims();
    assert.equal(claims.claim("vm", "urn:one", 'GuestInstallation "one"'), undefined);
    assert.equal(claims.claim("vm", "urn:one", 'GuestInstallation "one"'), undefined);
    assert.equal(claims.claim("vm", "urn:two", 'GuestInstallation "two"'), 'GuestInstallation "one"');
    assert.equal(claims.claim("other", "urn:two", 'GuestInstallation "two"'), undefined);
    claims.release("vm");
    assert.equal(claims.claim("vm", "urn:two", 'GuestInstallation "two"'), undefined);
  });
});
