import assert from "node:assert/strict";
import { parseUrn } from "../../../../pulumi/plugins/kernel/row";

describe("reading a URN", () => {
  it("finds the resource's own type below its parents', and its name", () => {
    const urn = "urn:pulumi:dev::project::pkg:index:Parent$aws:iam/role:Role::reader";
    assert.deepEqual(parseUrn(urn), { token: "aws:iam/role:Role", name: "reader" });
  });

  it("takes a name with colons as it is", () => {
    assert.equal(parseUrn("urn:pulumi:dev::project::aws:iam/role:Role::a::b").name, "a::b");
  });
});
