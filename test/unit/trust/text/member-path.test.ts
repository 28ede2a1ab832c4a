import assert from "node:assert/strict";
import { joinPaths, memberPath } from "../../../../trust/text/member-path";

describe("memberPath", () => {
  it("puts a name of letters, digits and _ - : / behind a dot", () => {
    assert.equal(memberPath("tags", "aws:x/y_z-1"), "tags.aws:x/y_z-1");
    assert.equal(memberPath("tags", "Größe"), "tags.Größe");
    assert.equal(memberPath("", "tags"), "tags");
  });

  it("quotes every other name, so that it is one", () => {
    assert.equal(memberPath("inlinePolicies", "a.b"), 'inlinePolicies["a.b"]');
    assert.equal(memberPath("workloads", "a b"), 'workloads["a b"]');
    assert.equal(memberPath("workloads", 'a"]'), 'workloads["a\\"]"]');
    assert.equal(memberPath("workloads", ""), 'workloads[""]');
    assert.equal(memberPath("", "a.b"), '["a.b"]');
  });
});

describe("joinPaths", () => {
  it("puts a dot between two names, and none before a bracket", () => {
    assert.equal(joinPaths("workloads.app", "tags.team"), "workloads.app.tags.team");
    assert.equal(joinPaths("workloads.app", '["a b"].c'), 'workloads.app["a b"].c');
    assert.equal(joinPaths("audiences", "[0]"), "audiences[0]");
    assert.equal(joinPaths("", "tags"), "tags");
    assert.equal(joinPaths("tags", ""), "tags");
  });
});
