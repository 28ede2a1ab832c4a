import assert from "node:assert/strict";
import { lineHashes } from "../../../../cli/report/line-hashes";

describe("the hashes of lines for GitHub", () => {
  // The values are those of github/codeql-action, `src/fingerprints.test.ts`.
  const published: [title: string, text: string, hashes: readonly string[]][] = [
    ["an empty file", "", ["c129715d7a2bc9a3:1"]],
    [
      "short lines with spaces and tabs",
      " a\nb\n  \t\tc\n d",
      ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ],
    [
      "every kind of line break",
      " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n",
      [
        "e9496ae3ebfced30:1",
        "fb7c023a8b9ccb3f:1",
        "ce8ba1a563dcdaca:1",
        "e20e36e16fcb0cc8:1",
        "b3edc88f2938467e:1",
        "c8e28b0b4002a3a0:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
    [
      "equal lines",
      "Lorem ipsum dolor sit amet.\n".repeat(10),
      [
        ...[1, 2, 3, 4, 5, 6].map((count) => `a7f2ff13bc495cf2:${count}`),
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
  ];
  for (const [title, text, hashes] of published) {
    it(`are GitHub's own for ${title}`, () => {
      assert.deepEqual(
        [...(lineHashes(text) ?? [])],
        hashes.map((hash, index) => [index + 1, hash]),
      );
    });
  }

  it("are left out for a file above 16 MiB", () => {
    const most = 16 * 1024 * 1024;
    assert.equal(lineHashes(" ".repeat(most + 1)), undefined);
    assert.equal(lineHashes(" ".repeat(most))?.size, 1);
  });
});
