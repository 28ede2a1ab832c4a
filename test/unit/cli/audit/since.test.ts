import assert from "node:assert/strict";
import { compareSince, readEarlierFindings } from "../../../../cli/audit/since";
import { allFindings, isFailing, summaryOf } from "../../../../cli/audit/summary";
import { UnreadableError } from "../../../../policy-sources";
import { AUDIENCE, auditOf, deployed, federationStatement, role, rulesFound } from "./company";

const open = (name: string) => role(name, [federationStatement({ aud: AUDIENCE })]);

describe("a comparison with an earlier report", () => {
  const earlier = auditOf(...deployed(), open("a"), open("b"));
  const now = auditOf(...deployed(), open("b"), open("c"));
  const compared = compareSince(now, readEarlierFindings(JSON.stringify(earlier)));

  it("calls findings new, known, or gone", () => {
    assert.deepEqual(
      allFindings(compared).map(({ subject, since }) => [subject.split("/").at(-1), since]),
      [
        ["b", "known"],
        ["c", "new"],
      ],
    );
    assert.deepEqual(
      compared.gone?.map(({ subject }) => subject.split("/").at(-1)),
      ["a"],
    );
    assert.deepEqual(summaryOf(compared).since, { new: 1, known: 1, gone: 1 });
  });

  it("fails for new findings only", () => {
    assert.equal(isFailing(compared, "tenant"), true);
    assert.equal(isFailing(compareSince(now, allFindings(now)), undefined), false);
    assert.equal(isFailing(compareSince(now, []), undefined), true);
  });

  it("does not carry on how an earlier report compared", () => {
    const again = compareSince(auditOf(...deployed()), readEarlierFindings(JSON.stringify(compared)));
    assert.deepEqual(rulesFound(again), []);
    assert.deepEqual(
      again.gone?.map(({ since }) => since),
      [undefined, undefined],
    );
  });

  it("refuses what is no report", () => {
    const refused = (text: string): string => {
      assert.throws(() => readEarlierFindings(text), UnreadableError);
      return text;
    };
    for (const text of ["", "[]", "{}", JSON.stringify({ ...earlier, format: 2 })]) {
      refused(text);
    }
    assert.equal(readEarlierFindings(JSON.stringify(earlier)).length, 2);
  });
});
