import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { partitionOfRegion, REGION_BEGINNINGS } from "../../../../components/federated-role/partition";
import { PROJECT_ROOT } from "../../../../tools/project-root";

describe("partitionOfRegion", () => {
  for (const [region, partition] of [
    ["eu-west-1", "aws"],
    ["us-east-1", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["eusc-de-east-1", "aws-eusc"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
  ] as const) {
    it(`is ${partition} for ${region}`, () => {
      assert.equal(partitionOfRegion(region), partition);
    });
  }

  it("knows the partitions that the credential helper knows, by the same beginnings of regions", () => {
    const table = readFileSync(
      path.join(PROJECT_ROOT, "credential-helper/azure_to_aws/partitions.py"),
      "utf8",
    );
    const rows = [
      ...table.matchAll(/^ {4}"([a-z-]+)": \("[^"]+", "[^"]+", "([a-z-]*)", "([a-z0-9-]+)"\),$/gm),
    ];
    assert.equal(rows.length, 8);
    const beginnings = rows.map(([, partition, beginning]) => [partition, beginning]);
    assert.deepEqual(Object.fromEntries(beginnings), { aws: "", ...REGION_BEGINNINGS });
    for (const [, partition, , region = ""] of rows) {
      assert.equal(partitionOfRegion(region), partition);
    }
  });
});
