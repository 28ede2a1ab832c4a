import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { decode, readInput } from "../../../../cli/input/read-input";

const NO_INPUT = Readable.from([]);

describe("reading input", () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "read-input-"));
  });

  after(async () => {
    await rm(folder, { recursive: true });
  });

  it("reads a file", async () => {
    const file = path.join(folder, "policy.json");
    await writeFile(file, '{"é":1}');
    assert.equal(await readInput(file, NO_INPUT), '{"é":1}');
  });

  it("reads standard input for -", async () => {
    assert.equal(await readInput("-", Readable.from([Buffer.from("{"), Buffer.from("}")])), "{}");
  });

  it("says that a file is missing", async () => {
    const reading = readInput(path.join(folder, "none.json"), NO_INPUT);
    await assert.rejects(reading, { name: "UnreadableError", message: "there is no such file" });
  });

  it("says that a folder is none", async () => {
    await assert.rejects(readInput(folder, NO_INPUT), {
      name: "UnreadableError",
      message: "it is a folder; name the files in it",
    });
  });

  it("reads UTF-16 with a byte order mark, as PowerShell writes it", () => {
    assert.equal(decode(Buffer.from("\ufeff{}", "utf16le")), "{}");
    assert.equal(decode(Buffer.from("\ufeff{}", "utf16le").swap16()), "{}");
  });

  it("leaves away the byte order mark of UTF-8", () => {
    assert.equal(decode(Buffer.from("\ufeff{}", "utf8")), "{}");
  });

  const refused: [string, Uint8Array, string][] = [
    [
      "bytes that are no UTF-8",
      Buffer.from([0x7b, 0xc3, 0x28]),
      "it is binary: neither UTF-8 nor UTF-16 text",
    ],
    ["a NUL character", Buffer.from("{}\0"), "it is binary: it has a NUL character"],
    ["nothing", Buffer.from(""), "it is empty"],
    ["white space", Buffer.from(" \n"), "it is empty"],
  ];
  for (const [what, bytes, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decode(bytes), { name: "UnreadableError", message });
    });
  }
});
