import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { mergedTags } from "../../../../components/federation/merged-tags";
import { declare, valueOf } from "../mock-clouds";

describe("mergedTags", () => {
  it("are nothing where there are none, and the same where there are only some", () => {
    const tags = { a: "1" };
    assert.equal(mergedTags(undefined, undefined), undefined);
    assert.equal(mergedTags(tags, undefined), tags);
    assert.equal(mergedTags(undefined, tags), tags);
  });

  it("are both, those of the one thing over those for everything", async () => {
    const { result } = await declare(() => mergedTags(pulumi.output({ a: "1", b: "2" }), { b: "3" }));
    assert.deepEqual(await valueOf(pulumi.output(result)), { a: "1", b: "3" });
  });
});
