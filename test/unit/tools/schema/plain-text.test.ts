import assert from "node:assert/strict";
import { plainText } from "../../../../tools/schema/plain-text";

describe("plainText", () => {
  const cases: [title: string, comment: string, expected: string][] = [
    ["joins the lines of a paragraph", "The name\nof the role.", "The name of the role."],
    ["keeps paragraphs apart", "One.\n\nTwo\nlines.", "One.\n\nTwo lines."],
    ["keeps the items of a list on lines of their own", "Either:\n- one\n- two", "Either:\n- one\n- two"],
    ["puts code in the place of links", "See {@link AzureWorkload}.", "See `AzureWorkload`."],
    ["leaves the text of a link out", "See {@link FederatedRole | the role}.", "See `FederatedRole`."],
    ["leaves braces that are no links", "Such as { app: {} }.", "Such as { app: {} }."],
    ["makes nothing of nothing", "", ""],
  ];
  for (const [title, comment, expected] of cases) {
    it(title, () => {
      assert.equal(plainText(comment), expected);
    });
  }
});
