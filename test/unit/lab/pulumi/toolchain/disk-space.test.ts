import assert from "node:assert/strict";
import { describeShortage, diskSpaceProblem } from "../../../../../lab/pulumi/toolchain/disk-space";
import { useTemporaryDirectory } from "./fixtures";

describe("diskSpaceProblem", () => {
  const directory = useTemporaryDirectory();

  it("has nothing to say when there is room", async () => {
    assert.equal(await diskSpaceProblem(directory(), 1), undefined);
  });

  it("names the folder and the remedy when there is not", async () => {
    const problem = (await diskSpaceProblem(directory(), Number.MAX_SAFE_INTEGER)) ?? "";
    assert.equal(problem.startsWith(`not enough disk space for ${directory()}: 9007199.3 GB needed, `), true);
    assert.match(problem, / GB free: make room there and run again$/);
  });
});

describe("describeShortage", () => {
  it("takes exactly enough as enough", () => {
    assert.equal(describeShortage("/cache", 2.5e9, 2.5e9), undefined);
  });

  it("says what is needed and what is free", () => {
    assert.equal(
      describeShortage("/cache", 2.5e9, 0.4e9),
      "not enough disk space for /cache: 2.5 GB needed, 0.4 GB free: make room there and run again",
    );
  });
});
