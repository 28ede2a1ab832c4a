import assert from "node:assert/strict";
import { SoleOwners } from "../../../../components/pulumi/sole-owners";

describe("SoleOwners", () => {
  it("refuses a thing to all components but the first until it is released, and names the owner", () => {
    const owners = new SoleOwners();
    assert.equal(owners.claim("vm", "urn:one", 'GuestInstallation "one"'), undefined);
    assert.equal(owners.claim("vm", "urn:one", 'GuestInstallation "one"'), undefined);
    assert.equal(owners.claim("vm", "urn:two", 'GuestInstallation "two"'), 'GuestInstallation "one"');
    assert.equal(owners.claim("other", "urn:two", 'GuestInstallation "two"'), undefined);
    owners.release("vm");
    assert.equal(owners.claim("vm", "urn:two", 'GuestInstallation "two"'), undefined);
  });
});
