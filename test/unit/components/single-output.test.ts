import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { singleOutput } from "../../../components/single-output";
import { valueOf } from "./mock-clouds";

describe("singleOutput", () => {
  it("is the very output that was given", () => {
    const given = pulumi.output("a");
    assert.equal(singleOutput(given), given);
  });

  it("makes an output of a plain value and of a promise", async () => {
    assert.equal(await valueOf(singleOutput("a")), "a");
    assert.equal(await valueOf(singleOutput(Promise.resolve(1))), 1);
  });
});
