/** Of how many characters GitHub makes the hash of a line. */
const LENGTH = 100;

/** What stands for the end of a file in a hash. */
const END = 65_535;

const TWO_TO_32 = 2 ** 32;

/** Texts above this size have no hashes: the file is generated, and every line would be read. */
const LARGEST = 16 * 1024 * 1024;

/**
 * The hash of each line by which GitHub recognizes a result after lines moved (`primaryLocationLineHash`). It covers the 100
 * characters from the line's start, without spaces and tabs, and a number that counts equal ones. With any other value, GitHub's
 * upload action warns about each result.
 *
 * Source: GitHub, "SARIF support for code scanning", and github/codeql-action, `src/fingerprints.ts`.
 *
 * @returns By line, counted from 1; `undefined` if the text is too large.
 */
export function lineHashes(text: string): ReadonlyMap<number, string> | undefined {
  if (text.length > LARGEST) {
    return undefined;
  }
  const { characters, starts } = significant(text);
  const seen = new Map<string, number>();
  return new Map(
    starts.map((start, index) => {
      const hash = hashFrom(characters, start);
      const count = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, count);
      return [index + 1, `${hash}:${count}`];
    }),
  );
}

/** The characters that count, and where in them each line starts. */
function significant(text: string): { readonly characters: Uint16Array; readonly starts: readonly number[] } {
  // Without spaces and tabs. Every kind of line break is one line feed.
  const plain = text.replace(/\r(\n?)/g, "\n").replace(/[ \t]/g, "");
  const characters = new Uint16Array(plain.length + 1);
  const starts = [0];
  for (let at = 0; at < plain.length; at++) {
    characters[at] = plain.charCodeAt(at);
    if (plain[at] === "\n") {
      starts.push(at + 1);
    }
  }
  characters[plain.length] = END;
  return { characters, starts };
}

/** A polynomial of the characters at 37, modulo 2^64, in two halves. */
function hashFrom(characters: Uint16Array, start: number): string {
  let high = 0;
  let low = 0;
  for (let at = start; at < start + LENGTH; at++) {
    low = low * 37 + (characters[at] ?? 0);
    high = (high * 37 + Math.floor(low / TWO_TO_32)) % TWO_TO_32;
    low %= TWO_TO_32;
  }
  return ((BigInt(high) << 32n) | BigInt(low)).toString(16);
}
