import assert from "node:assert/strict";
import { audienceProblems } from "../../../../trust";

describe("audienceProblems", () => {
  it("finds none in what people use", () => {
    for (const audience of ["api://tenant/app", "urn://app", "https://app.example.com", "a".repeat(255)]) {
      assert.deepEqual(audienceProblems(audience), []);
    }
  });

  it("names each problem", () => {
    assert.deepEqual(audienceProblems(""), ["must not be empty"]);
    assert.deepEqual(audienceProblems("a".repeat(256)), ["must have at most 255 characters, but has 256"]);
    assert.match(audienceProblems("api://app/").join(), /must not end with a slash/);
    assert.match(audienceProblems("api://a b").join(), /white space/);
    assert.match(audienceProblems("api://a\u0000b").join(), /white space or control/);
    assert.match(audienceProblems("api://а").join(), /beyond U\+00FF/);
    assert.match(audienceProblems("api://*").join(), /\* or \?/);
    assert.match(audienceProblems("api://${x}").join(), /policy variable/);
  });

  it("names all of them at once", () => {
    assert.equal(audienceProblems("a *${/").length, 4);
  });
});
