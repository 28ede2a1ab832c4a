import assert from "node:assert/strict";
import { corpus, type CorpusResult, judgeCorpus, ownersOf } from "./corpus";

/** The figures of docs/assurance.md. */
function figures({ missed, accepted, audienceAlone, refused, openings, confirmed }: CorpusResult) {
  return { missed: missed.length, accepted, audienceAlone, refused: refused.length, openings, confirmed };
}

describe("the corpus of public trust policies", () => {
  const closed = corpus.filter(({ hand }) => hand !== "open").length;

  it("has at least 300 policies, each with its own ID and a verdict by hand", () => {
    assert.equal(corpus.length, 419);
    assert.equal(new Set(corpus.map(({ id }) => id)).size, corpus.length);
    assert.equal(closed, 364);
    assert.ok(corpus.every(({ why }) => why.length > 10));
  });

  it("has no open policy that is accepted by default, and few safe ones that are refused", () => {
    const result = judgeCorpus(() => ({}));
    assert.deepEqual(result.missed, []);
    assert.deepEqual(figures(result), {
      missed: 0,
      accepted: 263,
      audienceAlone: 61,
      refused: 40,
      openings: 79,
      confirmed: 55,
    });
  });

  it("has no open policy that is accepted by the adoption configuration either", () => {
    const result = judgeCorpus((policy) => ({ gitHubOwners: ownersOf(policy) }));
    assert.deepEqual(result.missed, []);
    assert.deepEqual(figures(result), {
      missed: 0,
      accepted: 269,
      audienceAlone: 63,
      refused: 32,
      openings: 69,
      confirmed: 55,
    });
  });
});
