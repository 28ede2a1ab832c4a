import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentPaths } from "../../../../components/arguments/argument-paths";
import { inTagKeys } from "../../../../components/arguments/rules/iam";
import { mergedTags } from "../../../../components/federation/merged-tags";
import { declare, valueOf } from "../mock-clouds";

const TOGETHER = {
  paths: ArgumentPaths.of("AzureToAwsFederation", "fed").part("FederatedRole", "fed-app", "workloads.app.", {
    tags: "workloads.app.roleTags",
  }),
  path: "tags",
  find: inTagKeys,
};

describe("mergedTags", () => {
  it("are nothing where there are none, and the same where there are only some", () => {
    const tags = { a: "1" };
    assert.equal(mergedTags(undefined, undefined, TOGETHER), undefined);
    assert.equal(mergedTags(tags, undefined, TOGETHER), tags);
    assert.equal(mergedTags(undefined, tags, TOGETHER), tags);
  });

  it("are both, those of the one thing over those for everything", async () => {
    const { result } = await declare(() =>
      mergedTags(pulumi.output({ a: "1", b: "2" }), { b: "3" }, TOGETHER),
    );
    assert.deepEqual(await valueOf(pulumi.output(result)), { a: "1", b: "3" });
  });
});
