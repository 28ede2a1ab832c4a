import assert from "node:assert/strict";
import { wrapped } from "../../terminal/wrapped";

describe("a line of the demo", () => {
  it("stays as it is when it fits", () => {
    assert.equal(wrapped("all of it", 9), "all of it");
  });

  it("is broken at spaces, with the next lines indented within the width", () => {
    assert.equal(wrapped("one two three four", 9, "  "), "one two\n  three\n  four");
    assert.equal(wrapped("+  aws:iam:Role reader created", 20, "   "), "+  aws:iam:Role\n   reader created");
  });

  it("is broken behind a slash or a colon where one word is longer than the width", () => {
    assert.equal(wrapped("aud api://8f6d1a2c/orders", 16), "aud api://\n8f6d1a2c/orders");
  });

  it("is broken where the width ends when there is no better place", () => {
    assert.equal(wrapped("abcdefgh", 3), "abc\ndef\ngh");
  });
});
