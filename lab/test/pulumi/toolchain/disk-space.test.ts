import assert from "node:assert/strict";
import { describeShortage, diskSpaceProblem } from "../../../pulumi/toolchain/disk-space";
import { useTemporaryDirectory } from "../../../testing/fixtures";

describe("diskSpaceProblem", () => {
  const directory = useTemporaryDirectory();

  it("reports nothing if there is enough space", async () => {
    assert.equal(await diskSpaceProblem(directory(), 1), undefined);
  });

  it("names the folder if there is not enough", async () => {
    const problem = (await diskSpaceProblem(directory(), Number.MAX_SAFE_INTEGER)) ?? "";
    assert.equal(
      problem.startsWith(`not enough disk space in ${directory()}. Expected 9007199.3 GB; got `),
      true,
    );
    assert.match(problem, / got \d+\.\d GB$/);
  });
});

describe("describeShortage", () => {
  it("accepts exactly enough space", () => {
    assert.equal(describeShortage("/cache", 2.5e9, 2.5e9), undefined);
  });

  it("shows the needed and the free space", () => {
    assert.equal(
      describeShortage("/cache", 2.5e9, 0.4e9),
      "not enough disk space in /cache. Expected 2.5 GB; got 0.4 GB",
    );
  });
});
