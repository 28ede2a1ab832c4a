import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { WorkFolder } from "../../../../cli/collect/work-folder";
import type { SectionRecord, SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { PROJECT_ROOT } from "../../../../tools/project-root";

const SECTION = "aws/111122223333/account";
const ACCOUNT: SnapshotRecord = { kind: "aws.account", of: "111122223333", data: { Id: "111122223333" } };

function endOf(records: number, section = SECTION): SectionRecord {
  return { kind: "section", section, state: "complete", records, at: "2026-11-28T07:00:00.000Z" };
}

describe("the folder of finished sections", () => {
  let directory = "";
  let file = "";

  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "work-folder-"));
    file = path.join(directory, "estate.gz");
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const open = async (resumes = true) => WorkFolder.open(file, resumes, "0.2.0");

  /** Writes a section with these lines, and asks whether it counts. */
  const endedWith = async (...records: readonly unknown[]) => {
    const folder = await open();
    const writer = await folder.begin(SECTION);
    for (const record of records) {
      await writer.write(record as SnapshotRecord);
    }
    await writer.finish();
    return folder.ended(SECTION);
  };

  it("keeps a section that is whole", async () => {
    assert.deepEqual(await endedWith(ACCOUNT, endOf(1)), endOf(1));
  });

  for (const [what, records] of Object.entries({
    "has another number of records than it says": [ACCOUNT, endOf(2)],
    "is another section's": [ACCOUNT, endOf(1, "aws/222233334444/account")],
    "goes on after its end": [endOf(0), ACCOUNT],
    "has two ends": [ACCOUNT, endOf(1), endOf(1)],
    "has no end": [ACCOUNT],
    "has the header of a snapshot": [{ kind: "snapshot", version: 1 }, endOf(1)],
    "has a record without its members": [{ ...ACCOUNT, data: {} }, endOf(1)],
    "has a record that is none": ["text", endOf(1)],
  })) {
    it(`collects a section again that ${what}`, async () => {
      assert.equal(await endedWith(...records), undefined);
    });
  }

  it("takes nothing but version and beginning from an earlier run's header", async () => {
    await (await open()).begin(SECTION).then(async (writer) => writer.finish());
    const kept = { kind: "snapshot", version: 1, by: "0.1.0", startedAt: "2026-11-28T07:00:00.000Z" };
    const header = path.join(`${file}.partial`, "header.json");
    await writeFile(header, JSON.stringify({ ...kept, redacted: true, note: "foreign" }));
    assert.deepEqual((await open()).header, { ...kept, redacted: false });
    await writeFile(header, JSON.stringify({ ...kept, startedAt: 1 }));
    assert.equal((await open()).header.by, "0.2.0");
  });

  it("follows no link, and touches nothing behind it", async () => {
    const other = path.join(directory, "other");
    await mkdir(other);
    await chmod(other, 0o755);
    await writeFile(path.join(other, "mine.tmp"), "");
    await symlink(other, `${file}.partial`);
    for (const resumes of [true, false]) {
      await assert.rejects(open(resumes), /\[collect-folder-foreign\]$/);
    }
    assert.deepEqual([await readdir(other), (await stat(other)).mode & 0o777], [["mine.tmp"], 0o755]);
  });

  it("is refused if a file has its name", async () => {
    await writeFile(`${file}.partial`, "");
    await assert.rejects(open(), /\[collect-folder-foreign\]$/);
  });

  it("refuses a folder as the snapshot before anything is collected", async () => {
    await mkdir(file);
    await assert.rejects(open(), /\[collect-out-not-file\]$/);
    assert.deepEqual(await readdir(directory), ["estate.gz"]);
  });

  it("leaves nothing on a full disk", async () => {
    // A process that may write no byte to a file has the same as one on a full disk.
    const program = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
    const command = `ulimit -f 0; exec "$0" "$@"`;
    const { exitCode, stderr } = await execa(
      "bash",
      ["-c", command, process.execPath, program, "collect", "--out", file, "--only", "aws"],
      { reject: false },
    );
    assert.equal(exitCode, 2);
    assert.match(stderr, /^azure-to-aws: cannot write to .* \(EFBIG\)\..* \[collect-folder-not-written\]$/);
    assert.deepEqual(await readdir(directory), []);
  });

  it("is one run's at a time, and a killed run's no longer", async () => {
    await (await open()).begin(SECTION).then(async (writer) => writer.finish());
    const other = spawn(process.execPath, ["--eval", "setInterval(() => undefined, 1000)"]);
    const running = path.join(`${file}.partial`, "running");
    await writeFile(running, String(other.pid));
    try {
      for (const resumes of [true, false]) {
        await assert.rejects(
          open(resumes),
          new RegExp(`process ${other.pid ?? 0}\\).*\\[collect-running\\]$`),
        );
      }
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
    const folder = await open();
    assert.equal(await readFile(running, "utf8"), String(process.pid));
    await folder.release();
    assert.deepEqual((await readdir(`${file}.partial`)).sort(), [
      `${encodeURIComponent(SECTION)}.part.gz`,
      "header.json",
    ]);
  });

  it("is the owner's alone, whatever the umask", async () => {
    const before = process.umask(0o777);
    try {
      const folder = await open();
      const writer = await folder.begin(SECTION);
      await writer.finish();
    } finally {
      process.umask(before);
    }
    const part = path.join(`${file}.partial`, `${encodeURIComponent(SECTION)}.part.gz`);
    assert.equal((await stat(`${file}.partial`)).mode & 0o777, 0o700);
    assert.equal((await stat(part)).mode & 0o777, 0o600);
  });
});
