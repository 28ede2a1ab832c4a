import assert from "node:assert/strict";
import { formsOf } from "./secret-forms";

/** As AWS's documentation shows them: with characters that URLs and Base64 encode. */
const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

function isFound(text: string, value = SECRET): boolean {
  return formsOf(value).some((form) => text.includes(form));
}

describe("the forms of a secret", () => {
  it("have the text itself, and no part of it", () => {
    assert.ok(isFound(`key=${SECRET};`));
    assert.ok(!isFound(SECRET.slice(1)));
    assert.ok(!isFound(SECRET.slice(0, -1)));
  });

  for (const before of [0, 1, 2, 3, 4]) {
    for (const behind of [0, 1, 2]) {
      it(`are found in Base64 with ${before} bytes before and ${behind} behind`, () => {
        const text = (value: string): Buffer => Buffer.from("{".repeat(before) + value + "}".repeat(behind));
        assert.ok(isFound(text(SECRET).toString("base64")));
        assert.ok(isFound(text(SECRET).toString("base64url")));
        assert.ok(isFound(encodeURIComponent(text(SECRET).toString("base64"))));
        assert.ok(!isFound(text(`${SECRET.slice(0, 20)}.${SECRET.slice(21)}`).toString("base64")));
      });
    }
  }

  it("are found in Base64 of both alphabets", () => {
    // Bytes that become "+" and "/", or "-" and "_".
    const odd = "~~~???>>>~~~???>>>";
    assert.match(Buffer.from(odd).toString("base64"), /[+/]/);
    assert.ok(isFound(Buffer.from(`a${odd}`).toString("base64"), odd));
    assert.ok(isFound(Buffer.from(`a${odd}`).toString("base64url"), odd));
  });

  it("are found in the body of a form, with digits of either case", () => {
    const form = new URLSearchParams({ client_secret: SECRET, scope: "x" }).toString();
    assert.match(form, /%2F/);
    assert.ok(isFound(form));
    assert.ok(isFound(form.replaceAll("%2F", "%2f").replaceAll("%2B", "%2b")));
  });
});
