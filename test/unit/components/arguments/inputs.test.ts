import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { isPlain, plainOrDefault, singleOutput, withDefault } from "../../../../components/arguments/inputs";
import { valueOf } from "../mock-clouds";

describe("isPlain", () => {
  it("holds for what is there now, even with an output in it", () => {
    for (const value of ["a", 0, undefined, null, { a: pulumi.output("b") }]) {
      assert.equal(isPlain<unknown>(value), true);
    }
  });

  it("does not hold for outputs and promises", () => {
    assert.equal(isPlain(pulumi.output("a")), false);
    assert.equal(isPlain(Promise.resolve("a")), false);
  });
});

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
