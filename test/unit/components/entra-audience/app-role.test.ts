import assert from "node:assert/strict";
import { allowedMemberTypes, appRoleId } from "../../../../components/entra-audience/app-role";

describe("appRoleId", () => {
  it("is one fixed UUID of version 5, so that no rename changes it", () => {
    assert.equal(appRoleId(), "a7119b31-55cf-5972-b48f-b6169f0b8f2a");
    assert.match(
      appRoleId("another"),
      /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    assert.notEqual(appRoleId("another"), appRoleId());
  });
});

describe("allowedMemberTypes", () => {
  it("lets applications in, and users and groups only when allowed", () => {
    assert.deepEqual(allowedMemberTypes(false), ["Application"]);
    assert.deepEqual(allowedMemberTypes(true), ["User", "Application"]);
  });
});
