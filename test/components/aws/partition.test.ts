import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { partitionOf, partitionOfRegion } from "../../../components/aws/partition";
import { valueOf } from "../mock-clouds";

describe("partitionOfRegion", () => {
  for (const [region, partition] of [
    ["eu-west-1", "aws"],
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
  ] as const) {
    it(`is ${partition} for ${region}`, () => {
      assert.equal(partitionOfRegion(region), partition);
    });
  }
});

describe("partitionOf", () => {
  it("is plain for a region that is", () => {
    assert.equal(partitionOf("cn-north-1"), "aws-cn");
  });

  it("is an output for one that is known only later", async () => {
    assert.equal(
      await valueOf(partitionOf(pulumi.output("us-gov-west-1")) as pulumi.Output<string>),
      "aws-us-gov",
    );
  });
});
