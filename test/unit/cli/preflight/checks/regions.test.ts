import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { AWS_REGIONS } from "../../../../../cli/preflight/aws-regions";
import { checkAwsRegion } from "../../../../../cli/preflight/checks/aws-region";
import { checkAzureRegion } from "../../../../../cli/preflight/checks/azure-region";
import { PROJECT_ROOT } from "../../../../../tools/project-root";

const REGIONS = { value: ["westeurope", "northeurope"] };

describe("the check of the Azure region", () => {
  const check = (location: string | undefined, regions = REGIONS, vmCount = 1) => {
    const { outcome, found } = checkAzureRegion({ location, regions, vmCount });
    return [outcome, found];
  };

  it("accepts a region of the subscription", () => {
    assert.deepEqual(check("northeurope"), ["ok", "northeurope"]);
  });

  it("refuses any other name, and suggests a near one", () => {
    assert.deepEqual(checkAzureRegion({ location: "westeurop", regions: REGIONS, vmCount: 1 }), {
      id: "azure-region",
      title: "Azure region",
      outcome: "wrong",
      found: "unknown region westeurop",
      expected: "a region of the subscription (did you mean westeurope?)",
      fix: 'az account list-locations --query "[].name" --output tsv',
    });
    assert.deepEqual(check("atlantis"), ["wrong", "unknown region atlantis"]);
  });

  it("cannot tell if the regions cannot be read, or without a region for new VMs", () => {
    const regions = { refused: "403" };
    assert.deepEqual(checkAzureRegion({ location: "atlantis", regions, vmCount: 1 }), {
      id: "azure-region",
      title: "Azure region",
      outcome: "cannot tell",
      found: "403",
    });
    assert.deepEqual(check(undefined), ["cannot tell", "no region is configured"]);
    assert.deepEqual(check(undefined, REGIONS, 0), ["ok", "no region is configured, and no VM is created"]);
  });
});

describe("the check of the AWS region", () => {
  const check = (region: string | undefined, hasAnswered: boolean) => {
    const { outcome, found, expected } = checkAwsRegion({ region, hasAnswered });
    return [outcome, found, expected];
  };

  it("accepts each region that the SDK lists", () => {
    const core = path.join(PROJECT_ROOT, "node_modules/@aws-sdk/core/dist-es/submodules/client");
    const text = readFileSync(path.join(core, "util-endpoints/lib/aws/partitions.js"), "utf8");
    const listed = [...text.matchAll(/"([a-z]+(?:-[a-z]+)+-\d+)"/g)].map(([, name]) => name);
    assert.deepEqual([...AWS_REGIONS].sort(), [...new Set(listed)].sort());
    for (const region of AWS_REGIONS) {
      assert.deepEqual(check(region, false), ["ok", region, undefined]);
    }
  });

  it("refuses any other name, and suggests a near one", () => {
    assert.deepEqual(check("eu-wset-1", false), [
      "wrong",
      "unknown region eu-wset-1",
      "a region of AWS (did you mean eu-west-1?)",
    ]);
    assert.deepEqual(check("eu-atlantis-1", false), [
      "wrong",
      "unknown region eu-atlantis-1",
      "a region of AWS",
    ]);
  });

  it("accepts a region that is newer than the table if AWS answered in it", () => {
    assert.deepEqual(check("eu-atlantis-1", true), ["ok", "eu-atlantis-1", undefined]);
  });

  it("cannot tell without a region", () => {
    assert.deepEqual(check(undefined, false), ["cannot tell", "no region is configured", undefined]);
  });
});
