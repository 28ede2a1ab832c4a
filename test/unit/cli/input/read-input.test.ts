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
    await assert.rejects(reading, {
      name: "UnreadableError",
      message: "no such file. Check the path [input-not-found]",
    });
  });

  it("refuses a folder", async () => {
    await assert.rejects(readInput(folder, NO_INPUT), {
      name: "UnreadableError",
      message: "this is a folder. Name the files in it [input-is-folder]",
    });
  });

  it("reads UTF-16 with a byte order mark, as PowerShell writes it", () => {
    assert.equal(decode(Buffer.from("\ufeff{}", "utf16le")), "{}");
    assert.equal(decode(Buffer.from("\ufeff{}", "utf16le").swap16()), "{}");
  });

  it("removes the byte order mark of UTF-8", () => {
    assert.equal(decode(Buffer.from("\ufeff{}", "utf8")), "{}");
  });

  it("replaces the characters of an unknown mark, however they are written, and moves nothing else", () => {
    const texts: [written: string, read: string][] = [
      ["a\uE0006e\uE001b", "a\uFFFD6e\uFFFDb"],
      [String.raw`"\uE0006e\ue001"`, String.raw`"\ufffd6e\ufffd"`],
      [String.raw`"{\"Effect\":\"\\ue000\"}"`, String.raw`"{\"Effect\":\"\\ufffd\"}"`],
      [String.raw`"\u005Cue000 \\u005cue001"`, String.raw`"\u005Cufffd \\u005cufffd"`],
      [String.raw`"\x5cue000 \U0000E001"`, String.raw`"\x5cufffd \U0000fffd"`],
      ["%7B%ee%80%80%EE%80%81", "%7B%EF%BF%BD%EF%BF%BD"],
      ["\uE002 ue000 %EE%80%82", "\uE002 ue000 %EE%80%82"],
    ];
    for (const [written, read] of texts) {
      assert.equal(decode(Buffer.from(written)), read);
    }
  });

  const refused: [string, Uint8Array, string][] = [
    [
      "bytes that are not UTF-8",
      Buffer.from([0x7b, 0xc3, 0x28]),
      "the input is binary. Expected UTF-8 or UTF-16; got other bytes [input-binary]",
    ],
    [
      "a NUL character",
      Buffer.from("{}\0"),
      "the input is binary. Expected UTF-8 or UTF-16; got a NUL character [input-binary]",
    ],
    ["nothing", Buffer.from(""), "the input is empty. Check the command that wrote it [input-empty]"],
    ["white space", Buffer.from(" \n"), "the input is empty. Check the command that wrote it [input-empty]"],
  ];
  for (const [what, bytes, message] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => decode(bytes), { name: "UnreadableError", message });
    });
  }
});
