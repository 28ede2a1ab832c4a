import assert from "node:assert/strict";
import {
  BaselineError,
  fingerprint,
  readBaseline,
  renderBaseline,
} from "../../../../policypack/configuration";

const a = { rule: "r", resource: "a", identity: ["a", "d"], message: "first" };
const b = { rule: "r", resource: "b", identity: ["b", "d"], message: "second" };

describe("renderBaseline", () => {
  it("writes each finding with its fingerprint and in words, in an order of its own", () => {
    assert.equal(
      renderBaseline([b, a]),
      `${JSON.stringify(
        {
          format: 2,
          findings: [
            { fingerprint: fingerprint(a), rule: "r", resource: "a", message: "first" },
            { fingerprint: fingerprint(b), rule: "r", resource: "b", message: "second" },
          ],
        },
        null,
        2,
      )}\n`,
    );
    assert.equal(renderBaseline([a, b]), renderBaseline([b, a]));
  });

  it("keeps a finding that is there twice apart", () => {
    assert.equal(readBaseline(renderBaseline([a, a])).fingerprints.size, 2);
  });
});

describe("readBaseline", () => {
  it("reads what was written", () => {
    const { fingerprints } = readBaseline(renderBaseline([a, b]));
    assert.deepEqual(fingerprints, new Set([fingerprint(a), fingerprint(b)]));
    assert.equal(readBaseline(renderBaseline([])).fingerprints.size, 0);
  });

  it("refuses a file that is not a baseline", () => {
    for (const [text, message] of [
      ["{", /^the baseline is not valid JSON \(.*\[baseline-not-json\]$/],
      [
        "null",
        /^not a baseline\. Write one: npx --no -- azure-to-aws baseline FILE > baseline\.json \[baseline-other-file\]$/,
      ],
      ['{"format":1,"findings":[]}', /Expected 2; got 1\. .*\[baseline-format-unknown\]$/],
      ['{"format":2}', /has no list "findings"\. .*\[baseline-without-findings\]$/],
      [
        '{"format":2,"findings":[{"fingerprint":"x"}]}',
        /^findings\[0\]\.fingerprint is not valid\. Expected 32 hexadecimal digits\. .*\[baseline-fingerprint-invalid\]$/,
      ],
    ] as const) {
      assert.throws(
        () => readBaseline(text),
        (error) => error instanceof BaselineError && message.test(error.message),
      );
    }
  });
});
