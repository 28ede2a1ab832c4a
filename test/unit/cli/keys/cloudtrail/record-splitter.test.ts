import assert from "node:assert/strict";
import fc from "fast-check";
import { RecordSplitter, SplitError } from "../../../../../cli/keys/cloudtrail/record-splitter";

/** The records of a file that arrives in pieces, each with the name of its list. */
function split(text: string, size: number): [string, string][] {
  const records: [string, string][] = [];
  const splitter = new RecordSplitter((bytes, start, end, list) => {
    records.push([list, bytes.toString("utf8", start, end)]);
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    splitter.push(bytes.subarray(at, at + size));
  }
  splitter.end();
  return records;
}

describe("splitting CloudTrail's JSON into records", () => {
  const whole = 1_000_000;

  it("finds the records of a log file, of LookupEvents, of CloudTrail Lake, and of a plain list", () => {
    assert.deepEqual(split('{"Records":[{"a":1},{"b":[{}]}]}', whole), [
      ["Records", '{"a":1}'],
      ["Records", '{"b":[{}]}'],
    ]);
    assert.deepEqual(split('{"NextToken":"Records","Events":[{"a":1}],"x":[{}]}', whole), [
      ["Events", '{"a":1}'],
    ]);
    const lake =
      '{"QueryStatus":"FINISHED","QueryStatistics":{"Records":[{}]},"QueryResultRows":[[{"a":"1"},{"b":"2"}]]}';
    assert.deepEqual(split(lake, whole), [["QueryResultRows", '[{"a":"1"},{"b":"2"}]']]);
    assert.deepEqual(split('\n[ {"a":1}, 5, "text", {"b":2} ]', whole), [
      ["", '{"a":1}'],
      ["", '{"b":2}'],
    ]);
  });

  it("takes each object as a record if there is no list, as in JSON Lines", () => {
    assert.deepEqual(split('{"a":{"Records":[{"no":1}]}}\n{"b":2}\n', whole), [
      ["", '{"a":{"Records":[{"no":1}]}}'],
      ["", '{"b":2}'],
    ]);
  });

  it("finds no record in a list without one", () => {
    assert.deepEqual(split('{"Records":[]}', whole), []);
  });

  it("finds the same records however the text is cut, whatever is in its strings", () => {
    const value = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()), fc.integer()));
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), (values, size) => {
        const expected = values.map((record) => ["Records", JSON.stringify(record)]);
        assert.deepEqual(split(JSON.stringify({ Records: values }), size), expected);
      }),
      { numRuns: 300 },
    );
  });

  it("refuses a file that ends too early, has no list, or has a record without an end", () => {
    for (const [text, problem] of [
      ['{"Records":[{"a":1}', "the file ends in the middle of its events"],
      ['{"Records":[{"a":1}]', undefined],
      ['{"Records":[{"a":"1', "the file ends in the middle of its events"],
      ['{"Records', "it has no list of events"],
      ['{"a":1}}', "it has a closing bracket too many"],
    ] as const) {
      if (problem === undefined) {
        assert.equal(split(text, whole).length, 1, text);
      } else {
        assert.throws(() => split(text, whole), new SplitError(problem), text);
      }
    }
    const splitter = new RecordSplitter(() => undefined);
    splitter.push(Buffer.from('{"Records":[{"a":"'));
    assert.throws(() => {
      for (let round = 0; round < 6; round++) {
        splitter.push(Buffer.alloc(1024 * 1024, 0x61));
      }
    }, new SplitError("4194304 bytes have no complete event"));
  });
});
