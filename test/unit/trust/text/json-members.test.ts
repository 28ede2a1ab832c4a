import assert from "node:assert/strict";
import { repeatedMember, repeatedMemberPath } from "../../../../trust/text/json-members";

const repeated = (text: string): string | undefined => repeatedMember(text, JSON.parse(text));

describe("repeatedMember", () => {
  it("finds a member that an object has twice, at any depth and in any spelling", () => {
    assert.equal(repeated('{"a":1,"a":1}'), "a");
    assert.equal(repeated('{ "a" : {}, "b" : [ { "c" : 1 , "c"\n: 2 } ] }'), "c");
    assert.equal(repeated('{"a":1,"\\u0061":2}'), "a");
    assert.equal(repeated('{"":1,"":2}'), "");
    assert.equal(repeated('{"__proto__":1,"__proto__":2}'), "__proto__");
    assert.equal(repeated('{"a":{"x":1,"y":2,"z":3},"a":1}'), "a");
    assert.equal(repeated('{"a":"\\":","b":":","a":1}'), "a");
    assert.equal(repeated('{"a":1,"a" \n:2}'), "a");
  });

  it("says where it is", () => {
    const path = (text: string): unknown => repeatedMemberPath(text, JSON.parse(text));
    assert.deepEqual(path('{"a":1,"a":1}'), ["a"]);
    assert.deepEqual(path('{"a":[[1,"{,"],[{},{"b":1,"c":{},"b":2}]]}'), ["a", 1, 1, "b"]);
    assert.equal(path('{"a":1}'), undefined);
  });

  it("finds none where names recur in different objects, or only in texts", () => {
    for (const text of [
      '{"a":{"a":[{"a":1},{"a":2}]},"b":"a"}',
      '{"a":"\\"a\\":1,","b":"{\\\\"}',
      '{"a":"\\\\","b":["a:",":"]}',
      '{"__proto__":1}',
      "[]",
      '"a"',
      "1",
    ]) {
      assert.equal(repeated(text), undefined, text);
    }
  });
});
