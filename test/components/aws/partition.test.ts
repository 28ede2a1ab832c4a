import assert from "node:assert/strict";
import { partitionOfRegion } from "../../../components/aws/partition";

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
