import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { plainOrDefault, withDefault } from "../../../components/default-value";
import { valueOf } from "./mock-clouds";

const never = () => assert.fail("the default was asked for");

describe("withDefault", () => {
  it("is an output of what was given, in whatever way", async () => {
    for (const given of ["a", pulumi.output("a"), Promise.resolve("a")]) {
      assert.equal(await valueOf(withDefault<string>(given, never)), "a");
    }
  });

  it("is an output of the default where nothing was given, or null, in whatever way", async () => {
    const nothing = [undefined, null, pulumi.output(undefined), Promise.resolve(undefined)];
    for (const given of nothing as pulumi.Input<string | undefined>[]) {
      assert.equal(await valueOf(withDefault<string>(given, () => pulumi.output("b"))), "b");
    }
  });

  it("takes 0, false and an empty text for given", async () => {
    assert.equal(await valueOf(withDefault<number>(0, never)), 0);
    assert.equal(await valueOf(withDefault<boolean>(pulumi.output(false), never)), false);
    assert.equal(await valueOf(withDefault<string>("", never)), "");
  });

  it("keeps a secret secret", async () => {
    assert.equal(await pulumi.isSecret(withDefault<string>(pulumi.secret("a"), never)), true);
    assert.equal(await pulumi.isSecret(withDefault<string>("a", never)), false);
  });
});

describe("plainOrDefault", () => {
  it("leaves plain what is plain, the default too", () => {
    assert.equal(plainOrDefault<string>("a", never), "a");
    assert.equal(
      plainOrDefault<string>(undefined, () => "b"),
      "b",
    );
  });

  it("is an output of what is an output", async () => {
    const given = plainOrDefault<string>(pulumi.output("a"), never);
    assert.equal(pulumi.Output.isInstance(given), true);
    assert.equal(await valueOf(given as pulumi.Output<string>), "a");
  });
});
