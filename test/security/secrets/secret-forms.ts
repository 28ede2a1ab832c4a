/** The forms in which a secret stands in what it leaks into. */

/**
 * The text by itself, encoded for a URL, and in Base64 of both alphabets, as each of them is encoded for a URL in turn.
 *
 * In Base64 three bytes become four characters, so that what a text looks like depends on how many bytes come before it.
 * Of each of the three only the characters that no neighbour has a part in are searched for.
 */
export function formsOf(value: string): readonly string[] {
  const encoded = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value)]);
    const whole = bytes.toString("base64").replace(/=+$/, "");
    const own = whole.slice([0, 2, 3][before], bytes.length % 3 === 0 ? undefined : -1);
    return [own, own.replaceAll("+", "-").replaceAll("/", "_")];
  });
  return [...new Set([value, ...encoded].flatMap((form) => [form, ...urlForms(form)]))];
}

/** Programs differ in what they encode, such as "~", and in the case of the digits (RFC 3986, section 2.1, has both). */
function urlForms(text: string): readonly string[] {
  const form = new URLSearchParams({ a: text }).toString().slice("a=".length);
  return [encodeURIComponent(text), form].flatMap((encoded) => [
    encoded,
    encoded.replaceAll(/%[0-9A-F]{2}/g, (digits) => digits.toLowerCase()),
  ]);
}
