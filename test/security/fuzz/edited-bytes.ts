/** Texts with something wrong in their bytes. */
import fc from "fast-check";

/** What is put between bytes: brackets, quotes, marks of encodings, what is no UTF-8. */
const PIECES = [
  "{",
  "}",
  "[",
  "]",
  '"',
  "\\",
  ",",
  ":",
  "\n",
  "\r\n",
  "\0",
  "\t",
  " ",
  "0",
  "-",
  "&",
  "*",
  "!!js ",
  "<<: ",
  '"Statement":[],',
  '"sts:aud":"*",',
  "${*}",
  "\\u0000",
  "\\ud800",
  "\ufeff",
  "é",
  "<!DOCTYPE a>",
  "%",
  "%00",
].map((text) => Buffer.from(text));
const RAW = [[0xff], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xff, 0xfe], [0x00], [0x80]].map((b) =>
  Buffer.from(b),
);
const ALL = [...PIECES, ...RAW];

type Kind = "insert" | "cut" | "flip" | "double" | "end" | "swell";
type Edit = readonly [place: number, kind: Kind, detail: number];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.nat(99_999),
  fc.constantFrom<Kind>("insert", "insert", "insert", "cut", "cut", "flip", "flip", "double", "end", "swell"),
  fc.nat(9_999),
);

/** The texts of `base` as bytes with at least `least` and at most five edits each. */
export function editedBytes(base: fc.Arbitrary<string | Buffer>, least = 0): fc.Arbitrary<Buffer> {
  return fc
    .tuple(base, fc.array(edit, { minLength: least, maxLength: 5 }))
    .map(([text, edits]) => edits.reduce(apply, Buffer.from(text)));
}

function apply(bytes: Buffer, [place, kind, detail]: Edit): Buffer {
  const at = place % (bytes.length + 1);
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
  const piece = ALL[detail % ALL.length] ?? Buffer.alloc(0);
  switch (kind) {
    case "insert":
      return Buffer.concat([before, piece, after]);
    case "cut":
      return Buffer.concat([before, after.subarray(detail % 40)]);
    case "flip":
      return Buffer.concat([before, Buffer.from([(after[0] ?? 0) ^ (1 << (detail % 8))]), after.subarray(1)]);
    case "double":
      return Buffer.concat([before, after.subarray(0, detail % 200), after]);
    case "end":
      return before;
    case "swell":
      return Buffer.concat([before, ...Array<Buffer>(detail % 3_000).fill(piece), after]);
  }
}
