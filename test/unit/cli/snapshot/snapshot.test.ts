import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync, gzipSync } from "node:zlib";
import { readSnapshot } from "../../../../cli/snapshot/read-snapshot";
import type { SnapshotHeader, SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { SnapshotWriter } from "../../../../cli/snapshot/write-snapshot";

const HEADER: SnapshotHeader = {
  kind: "snapshot",
  version: 1,
  by: "0.2.0",
  startedAt: "2026-11-28T07:00:00.000Z",
  redacted: false,
};

const ACCOUNT: SnapshotRecord = {
  kind: "aws.account",
  of: "111122223333",
  data: { Id: "111122223333", Name: "Bücher \u2028 & more\nlines" },
};

const END: SnapshotRecord = {
  kind: "section",
  section: "aws/111122223333/account",
  state: "complete",
  records: 1,
  at: "2026-11-28T07:00:01.000Z",
};

/** The collector, which Node shows only on request. */
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("a snapshot", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "snapshot-"));
    file = path.join(folder, "estate.snapshot.gz");
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(records: readonly SnapshotRecord[]): Promise<void> {
    const writer = await SnapshotWriter.create(file, HEADER);
    for (const record of records) {
      await writer.write(record);
    }
    await writer.finish();
  }

  async function writeLines(...lines: readonly unknown[]): Promise<void> {
    const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line)));
    await writeFile(file, gzipSync(`${text.join("\n")}\n`));
  }

  async function read(): Promise<SnapshotRecord[]> {
    const records: SnapshotRecord[] = [];
    for await (const record of readSnapshot(file)) {
      records.push(record);
    }
    return records;
  }

  const rejects = (message: string) => assert.rejects(read(), { name: "UnreadableError", message });

  it("is read as it was written, with one line per record", async () => {
    await write([ACCOUNT, END]);
    assert.deepEqual(await read(), [HEADER, ACCOUNT, END]);
    const lines = gunzipSync(await readFile(file))
      .toString()
      .split("\n");
    assert.deepEqual(lines, [HEADER, ACCOUNT, END].map((record) => JSON.stringify(record)).concat(""));
  });

  it("may be read by its owner only, whatever the process's mask says", async () => {
    const before = process.umask(0);
    try {
      await write([]);
    } finally {
      process.umask(before);
    }
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("has its name only when it is whole, and replaces the earlier one then", async () => {
    await writeFile(file, "earlier", { mode: 0o644 });
    const writer = await SnapshotWriter.create(file, HEADER);
    await writer.write(ACCOUNT);
    assert.equal(await readFile(file, "utf8"), "earlier");
    await writer.finish();
    assert.deepEqual(await read(), [HEADER, ACCOUNT]);
    assert.deepEqual(await readdir(folder), [path.basename(file)]);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("can be read by its owner, whatever the umask takes away", async () => {
    const umask = process.umask(0o777);
    try {
      await write([ACCOUNT]);
    } finally {
      process.umask(umask);
    }
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it("that is discarded leaves nothing behind", async () => {
    const writer = await SnapshotWriter.create(file, HEADER);
    await writer.write(ACCOUNT);
    await writer.discard();
    assert.deepEqual(await readdir(folder), []);
  });

  it("goes into an existing folder only", async () => {
    await assert.rejects(SnapshotWriter.create(path.join(folder, "no", "such"), HEADER), {
      name: "CommandError",
      message:
        "cannot write the snapshot (ENOENT). Choose a folder that this user may write to, on a disk with free space [snapshot-not-written]",
    });
  });

  it("of many megabytes is written and read in pieces, and never held as a whole", async () => {
    const many = 100_000;
    const writer = await SnapshotWriter.create(file, HEADER);
    const filler = "x".repeat(1_000);
    // What is held is what the garbage collector leaves. How much the process has besides depends on when it gets to run.
    const held = (): number => {
      collectGarbage();
      return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    };
    const before = held();
    const grown: number[] = [];
    for (let index = 0; index < many; index++) {
      await writer.write({ ...ACCOUNT, data: { Id: String(index), Name: filler } });
      if (index % 25_000 === 24_999) {
        grown.push(held() - before);
      }
    }
    await writer.finish();
    let count = 0;
    for await (const record of readSnapshot(file)) {
      count += record.kind === "aws.account" ? 1 : 0;
      if (count % 25_000 === 24_999) {
        grown.push(held() - before);
      }
    }
    assert.equal(count, many);
    assert.deepEqual(
      grown.filter((bytes) => bytes > 20 * 1024 * 1024),
      [],
      "100 MB of records",
    );
  });

  it("leaves out records of kinds that a newer version added", async () => {
    await writeLines(HEADER, { kind: "gcp.role", of: "p", data: {} }, ACCOUNT);
    assert.deepEqual(await read(), [HEADER, ACCOUNT]);
  });

  it("of a newer version is refused with both versions", async () => {
    await writeLines({ ...HEADER, version: 2 });
    await rejects(
      "a snapshot of another version. Expected version 1; got 2. Use the version of azure-to-aws that wrote it, or a newer one [snapshot-newer]",
    );
  });

  const COLLECT = "npx @azure-to-aws/cli collect --out FILE";

  for (const [what, lines, found] of [
    ["JSON of something else", ['{"Roles":[]}'], "its first line is not a header"],
    ["text", ["Roles:"], "its first line is not JSON"],
    ["nothing", [""], "the file is empty"],
  ] as const) {
    it(`is not ${what} that gzip compressed`, async () => {
      await writeLines(...lines);
      await rejects(`not a snapshot: ${found}. Expected a file that ${COLLECT} wrote [snapshot-not-one]`);
    });
  }

  it("is not a file without compression", async () => {
    await writeFile(file, JSON.stringify(HEADER));
    await rejects(
      `not a snapshot: the file is not compressed with gzip. Expected a file that ${COLLECT} wrote [snapshot-not-one]`,
    );
  });

  it("that was cut is refused at any place", async () => {
    await write([ACCOUNT, END]);
    const whole = await readFile(file);
    for (let length = 0; length < whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      await assert.rejects(read(), /\[snapshot-(cut|not-one)\]$/, `cut after ${length} bytes`);
    }
  });

  it("that was cut before it was compressed is refused", async () => {
    await writeFile(file, gzipSync(`${JSON.stringify(HEADER)}\n${JSON.stringify(ACCOUNT).slice(0, -1)}`));
    await rejects(
      `the snapshot ends too early, after line 1. Copy it again, or collect again: ${COLLECT} [snapshot-cut]`,
    );
  });

  it("with changed bytes is refused", async () => {
    await write([ACCOUNT, END]);
    const bytes = await readFile(file);
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 8) ^ 1, bytes.length - 8);
    await writeFile(file, bytes);
    await rejects(
      `the snapshot is damaged after line 0 (incorrect data check). Copy it again, or collect again: ${COLLECT} [snapshot-damaged]`,
    );
  });

  it("that is not there or is a folder says so", async () => {
    await rejects("no such file. Check the path [input-not-found]");
    file = folder;
    await rejects("this is a folder. Name the files in it [input-is-folder]");
  });

  for (const [line, reason] of [
    ['{"kind": "aws.account"', "is not valid JSON"],
    ["[]", 'is not a record. Expected an object with a string for "kind"'],
    [JSON.stringify(HEADER), "is another header of version 1. Expected it on line 1 only"],
    [
      '{"kind":"section","section":"aws/1/account","state":"done"}',
      'is not the end of a section. Expected a string for "section", and a "state"',
    ],
    ['{"kind":"aws.role","data":{}}', 'is not a record. Expected a string for "of" and an object for "data"'],
    [
      '{"kind":"aws.role","of":"1","data":{"RoleName":"r","Path":"/","Arn":7}}',
      'is no aws.role. Expected "Arn" in "data"',
    ],
    [
      '{"kind":"aws.oidc-provider","of":"1","data":{"Arn":"a","Url":"u","ClientIDList":"c"}}',
      'is no aws.oidc-provider. Expected "ClientIDList" in "data"',
    ],
    [
      '{"kind":"aws.oidc-provider","of":"1","data":{"Arn":"a","Url":"u","ClientIDList":[7]}}',
      'is no aws.oidc-provider. Expected "ClientIDList" in "data"',
    ],
    [
      '{"kind":"aws.user","of":"1","data":{"UserName":"u","Arn":"a","Path":"/","Tags":[{"Key":7,"Value":"v"}]}}',
      'is no aws.user. Expected "Tags" in "data"',
    ],
    [
      '{"kind":"aws.access-key","of":"1","data":{"UserName":"u","AccessKeyId":"k","Status":"Active","LastUsed":{"LastUsedDate":{}}}}',
      'is no aws.access-key. Expected "LastUsed" in "data"',
    ],
    [
      '{"kind":"entra.application","of":"1","data":{"id":"i","appId":"a","displayName":"d","identifierUris":[],"owners":[null],"credentials":[]}}',
      'is no entra.application. Expected "owners" in "data"',
    ],
    [
      '{"kind":"azure.role-assignment","of":"1","data":{"id":"i","scope":"/","principalId":"p","principalType":"User","roleName":"r","actions":["*"]}}',
      'is no azure.role-assignment. Expected "notActions" in "data"',
    ],
    [
      '{"kind":"entra.service-principal","of":"1","data":{"id":"i","appId":"a","displayName":"d","servicePrincipalType":"t","owners":[],"alternativeNames":"n"}}',
      'is no entra.service-principal. Expected "alternativeNames" in "data"',
    ],
  ] as const) {
    it(`with the line ${line} names the line and what is wrong`, async () => {
      await writeLines(HEADER, ACCOUNT, line);
      await rejects(`line 3 of the snapshot ${reason}. Collect again: ${COLLECT} [snapshot-line-invalid]`);
    });
  }

  it("with a line that is too long is refused although it ends", async () => {
    await writeLines(HEADER, JSON.stringify("x".repeat(16 * 1024 * 1024)));
    await rejects(
      `line 2 of the snapshot is too long. Expected at most 16777216 characters. Collect again: ${COLLECT} [snapshot-line-too-long]`,
    );
  });

  it("with a line without end is refused before it fills the memory", async () => {
    await writeFile(file, gzipSync(`${JSON.stringify(HEADER)}\n${"x".repeat(64 * 1024 * 1024)}`));
    await rejects(
      `line 2 of the snapshot is too long. Expected at most 16777216 characters. Collect again: ${COLLECT} [snapshot-line-too-long]`,
    );
  });
});
