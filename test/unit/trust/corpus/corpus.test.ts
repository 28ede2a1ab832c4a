import assert from "node:assert/strict";
import { BOUNDED_AS_FOUND } from "./bounded-as-found";
import { corpus, type CorpusPolicy, type CorpusResult, judgeCorpus, ownersOf } from "./corpus";

/** The figures of docs/assurance.md. */
function figures({ missed, refused, ...counts }: CorpusResult) {
  return { missed: missed.length, refused: refused.length, ...counts };
}

const byDefault = () => ({});
const adoption = (policy: CorpusPolicy) => ({ gitHubOwners: ownersOf(policy) });

describe("the corpus of public trust policies", () => {
  const anyDraw = corpus.filter(({ draw }) => draw === "any");
  const closed = (policies: readonly CorpusPolicy[]): number =>
    policies.filter(({ hand }) => hand !== "open").length;

  it("has 618 policies, 383 of any issuer, each with its own ID and a verdict by hand", () => {
    assert.equal(corpus.length, 618);
    assert.equal(new Set(corpus.map(({ id }) => id)).size, corpus.length);
    assert.equal(closed(corpus), 550);
    assert.equal(anyDraw.length, 383);
    assert.equal(closed(anyDraw), 358);
    assert.ok(corpus.every(({ why }) => why.length > 10));
  });

  it("compares findings by hand for bounded policies alone", () => {
    const compared = corpus.filter(({ id }) => BOUNDED_AS_FOUND.has(id));
    assert.equal(compared.length, BOUNDED_AS_FOUND.size);
    assert.ok(compared.every(({ hand }) => hand === "bounded"));
  });

  it("has no open policy that is accepted by default, and few safe ones that are refused", () => {
    const drawn = judgeCorpus(anyDraw, byDefault);
    assert.deepEqual(drawn.missed, []);
    assert.deepEqual(figures(drawn), {
      missed: 0,
      accepted: 251,
      audienceAlone: 68,
      refused: 39,
      openings: 44,
      openByHand: 25,
      confirmed: 39,
    });
    const all = judgeCorpus(corpus, byDefault);
    assert.deepEqual(all.missed, []);
    assert.deepEqual(figures(all), {
      missed: 0,
      accepted: 360,
      audienceAlone: 90,
      refused: 100,
      openings: 126,
      openByHand: 68,
      confirmed: 112,
    });
  });

  it("has no open policy that is accepted by the adoption configuration either", () => {
    const drawn = judgeCorpus(anyDraw, adoption);
    assert.deepEqual(drawn.missed, []);
    assert.deepEqual(figures(drawn), {
      missed: 0,
      accepted: 259,
      audienceAlone: 72,
      refused: 27,
      openings: 31,
      openByHand: 25,
      confirmed: 26,
    });
    const all = judgeCorpus(corpus, adoption);
    assert.deepEqual(all.missed, []);
    assert.deepEqual(figures(all), {
      missed: 0,
      accepted: 371,
      audienceAlone: 94,
      refused: 85,
      openings: 108,
      openByHand: 68,
      confirmed: 94,
    });
  });
});
