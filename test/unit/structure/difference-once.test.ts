import assert from "node:assert/strict";
import { shorten } from "../../difference-once";

/** The error of an assertion, after the root hook. */
function failureOf(check: () => void): Error {
  try {
    check();
  } catch (error) {
    shorten(error as Error);
    return error as Error;
  }
  throw new Error("the check passed");
}

describe("a failed comparison", () => {
  it("has its difference from mocha alone, where mocha shows one", () => {
    const { message, stack = "" } = failureOf(() => {
      assert.deepEqual({ a: 1, b: 2 }, { a: 1, b: 3 });
    });
    assert.equal(message, "Expected values to be strictly deep-equal.");
    assert.match(
      stack,
      /^AssertionError \[ERR_ASSERTION\]: Expected values to be strictly deep-equal\.\n {4}at /,
    );
  });

  it("keeps its message where mocha shows none, and a message of our own", () => {
    const kept: [() => void, RegExp][] = [
      [
        () => {
          assert.match("abc", /d/);
        },
        /Input:\n\n'abc'/,
      ],
      [
        () => {
          assert.equal(1, "1");
        },
        /1 !== '1'/,
      ],
      [
        () => {
          assert.equal(1, undefined);
        },
        /1 !== undefined/,
      ],
      [
        () => {
          assert.deepEqual([1], [2], "two\nlines");
        },
        /^two\nlines/,
      ],
    ];
    for (const [check, message] of kept) {
      assert.match(failureOf(check).message, message);
    }
  });
});
