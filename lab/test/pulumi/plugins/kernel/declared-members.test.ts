import assert from "node:assert/strict";
import { declaredMembers } from "../../../../pulumi/plugins/kernel/declared-members";

describe("declared members", () => {
  it("are what is left of a live resource when read-only members are cut, at every depth", () => {
    const types = { Subnet: { name: "string", addressPrefix: "string" } };
    const live = {
      etag: "x",
      tags: { a: "b" },
      subnets: [{ name: "s", addressPrefix: "10.0.0.0/24", etag: "y" }],
    };
    assert.deepEqual(
      declaredMembers(live, { tags: "string{}", subnets: "Subnet[]", absent: "string" }, types),
      {
        tags: { a: "b" },
        subnets: [{ name: "s", addressPrefix: "10.0.0.0/24" }],
      },
    );
  });
});
