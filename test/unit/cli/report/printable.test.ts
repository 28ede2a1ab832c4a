import assert from "node:assert/strict";
import { printable, printableInPlace } from "../../../../cli/report/printable";

describe("printable text", () => {
  it("stays as it is where nothing in it is unsafe", () => {
    assert.equal(printable("Rolle Ü/é 漢字 😀"), "Rolle Ü/é 漢字 😀");
  });

  it("does not steer a terminal", () => {
    assert.equal(printable("a\u001b[2Jb\u009bc\r\nd"), "a<U+001B>[2Jb<U+009B>c<U+000D><U+000A>d");
  });

  it("does not hide anything or change the direction of writing", () => {
    assert.equal(printable("a\u202eb\u200bc\ufeff"), "a<U+202E>b<U+200B>c<U+FEFF>");
  });

  it("keeps its length where carets stand below it", () => {
    assert.equal(printableInPlace("\ta\u001b\u202eb"), " a\ufffd\ufffdb");
  });
});
