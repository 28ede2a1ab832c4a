import assert from "node:assert/strict";
import { Claims, DeploymentClaims } from "../../components/deployment-claims";
import { declare } from "./mock-clouds";

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

  it("are the same within a deployment, and others in the next", async () => {
    const each = new DeploymentClaims();
    const first = await declare(() => [each.current(), each.current()] as const);
    const second = await declare(() => each.current());
    assert.equal(first.result[0], first.result[1]);
    assert.notEqual(second.result, first.result[0]);
  });
});
