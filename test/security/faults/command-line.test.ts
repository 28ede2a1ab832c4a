/** The command line `azure-to-aws` with inputs that are cut, endless or unreadable, and outputs that cannot be written. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, open, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { seededRandom } from "../../../lab/seeded-random";
import { printTable } from "../../../tools/assurance/print-table";
import { checkAssuranceTable, merged } from "../../../tools/assurance/write-tables";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { parts } from "../../unit/cli/import/set-up-parts";
import { runCli } from "../../unit/cli/run-cli";
import { rowOnceAllHeld } from "./row-once-all-held";

const FIXTURES = path.join(PROJECT_ROOT, "test/unit/cli/fixtures");
const PROGRAM = path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js");
const REJECTED = path.join(FIXTURES, "trust-without-subject.json");
const ACCEPTED = path.join(FIXTURES, "trust-right.json");

/** JSON has an end, so that what is cut cannot pass for whole. */
const JSON_FIXTURES = [
  "authorization-details.json",
  "cloudformation.json",
  "pulumi-export.json",
  "terraform-plan.json",
  "terraform-state.json",
  "trust-list.json",
  "trust-right.json",
];

/** Where findings are accepted: a file that does not exist, in a folder that every machine has. */
const ACCEPT = ["--write-accepted", path.join(tmpdir(), `policies-${process.pid}.json`)];
const TERMS = ["--reason", "a trial", "--until", "2999-12-31", "--owner", "platform"];

/** The commands that read files, each as far as its files come. */
const READERS = {
  judge: ["judge"],
  "judge --write-accepted": ["judge", ...ACCEPT, ...TERMS],
  "judge --check-config": ["judge", "--check-config"],
  import: ["import", "--name", "orders", "--workload", "reader"],
};

const ALL = Object.keys(READERS)
  .map((command) => `\`${command}\``)
  .join(", ");

const COLUMNS = ["Fault", "Commands", "Outcome"];

/** The rows of the page, besides one for files of somebody else, which root never sees. */
const ROWS = 8;

describe("The command line", () => {
  let folder: string;
  const rows: string[][] = [];

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "azure-to-aws-faults-"));
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await rm(ACCEPT[1] ?? "", { force: true });
    printTable("command-line-faults", COLUMNS, rows);
  });

  /** Cuts a text at 25 places, by a seed, and hands on the files. */
  async function cutting(
    whole: string,
    check: (file: string, cutAt: string) => Promise<void>,
  ): Promise<void> {
    const random = seededRandom(whole.length);
    const file = path.join(folder, "cut.json");
    for (let cut = 1; cut <= 25; cut++) {
      const length = Math.floor(random() * whole.length);
      await writeFile(file, whole.slice(0, length));
      await check(file, `cut at ${length}`);
    }
  }

  describe("with inputs that are cut", () => {
    rowOnceAllHeld(rows, [
      "a JSON file that is truncated, at 25 places each",
      "`judge`, its `--policy-pack-config`, `judge --write-accepted`, `judge --check-config`, `import`",
      "exit code 2 and one line",
    ]);

    it("never takes a configuration that is, wherever it ends", async () => {
      const whole = JSON.stringify({ "oidc-trust-requires-subject": { unknownInPreview: "refuse" } });
      await cutting(whole, async (file, cutAt) => {
        const { exitCode, stdout, stderr } = await runCli([...READERS["judge --check-config"], file]);
        assert.deepEqual([exitCode, stdout], [2, ""], cutAt);
        assert.match(stderr, /^\S+: [^\n]+ \[[a-z-]+\]\n$/);
      });
    });

    it("never writes an import file when an export is, wherever it ends", async () => {
      const { application, ...others } = parts();
      const whole: string[] = [];
      for (const [name, content] of Object.entries(others)) {
        whole.push(path.join(folder, `${name}.json`));
        await writeFile(whole.at(-1) ?? "", JSON.stringify(content));
      }
      await cutting(JSON.stringify(application), async (file, cutAt) => {
        const { exitCode, stdout, stderr } = await runCli([...READERS.import, ...whole, file]);
        assert.deepEqual([exitCode, stdout], [2, ""], cutAt);
        assert.match(stderr, /^\S+: [^\n]+ \[[a-z-]+\]\n$/);
      });
    });

    for (const name of JSON_FIXTURES) {
      it(`never accepts ${name}, wherever it ends, and says so in a line`, async () => {
        const whole = (await readFile(path.join(FIXTURES, name), "utf8")).trimEnd();
        await cutting(whole, async (file, cutAt) => {
          const judged = await runCli(["judge", file]);
          assert.equal(judged.exitCode, 2, `${cutAt}: ${judged.stdout}`);
          assert.match(
            judged.stdout,
            /^0 roles in 1 file: 0 rejected, 0 not judged, 0 accepted\. 1 file unreadable\.\n/,
          );
          assert.match(judged.stdout, /\n\S+: [^\n]+ \[input-[a-z-]+\]\n/);
          const accepting = await runCli([...READERS["judge --write-accepted"], file]);
          assert.deepEqual([accepting.exitCode, accepting.stdout], [2, ""], cutAt);
          assert.match(accepting.stderr, /^\S+: [^\n]+ \[[a-z-]+\]\n$/);
          const compared = await runCli(["judge", "--policy-pack-config", file, ACCEPTED]);
          assert.equal(compared.exitCode, 2, `configuration ${cutAt}`);
        });
      });
    }
  });

  describe("with inputs that cannot be read", () => {
    const cases: Record<string, [prepare: (file: string) => Promise<string>, stdout: RegExp]> = {
      "of 300 MB": [
        async (file) => {
          await writeFile(file, "{");
          await truncate(file, 300_000_000);
          return file;
        },
        /: the input is too large\. Expected at most 268435456 bytes; got 300000000 \[input-too-large\]\n/,
      ],
      "that never ends": [
        () => Promise.resolve("/dev/zero"),
        /: the input is too large\. Expected at most 268435456 bytes; got more \[input-too-large\]\n/,
      ],
      "that nests a million levels deep": [
        async (file) => {
          await writeFile(file, "[".repeat(1_000_000));
          return file;
        },
        /: [^\n]+ \[[a-z-]+\]\n/,
      ],
      "of zeros": [
        async (file) => {
          await writeFile(file, Buffer.alloc(4096));
          return file;
        },
        /: the input is binary\. Expected UTF-8 or UTF-16; got a NUL character \[input-binary\]\n/,
      ],
    };
    for (const [name, [prepare, line]] of Object.entries(cases)) {
      it(`ends with 2 for a file ${name}`, async function () {
        this.timeout(60_000);
        const file = await prepare(path.join(folder, "input"));
        for (const [command, args] of Object.entries(READERS)) {
          const { exitCode, stdout, stderr } = await runCli([...args, file]);
          assert.equal(exitCode, 2, command);
          assert.match(command === "judge" ? stdout : stderr, line, command);
          if (command !== "judge") {
            assert.equal(stdout, "", command);
          }
        }
        rows.push([`a file ${name}`, ALL, "exit code 2 and one line"]);
      });
    }

    it("ends with 2 for a folder, except for judge, which finds no role in it, and nothing to accept", async () => {
      const empty = path.join(folder, "empty");
      await mkdir(empty);
      for (const [command, args] of Object.entries(READERS)) {
        const { exitCode, stdout, stderr } = await runCli([...args, empty]);
        if (command === "judge") {
          assert.deepEqual([exitCode, stderr], [0, ""]);
          assert.match(
            stdout,
            /^No role with a trust policy was found\.$[^]*\nRead 0 files, skipped 0, judged 0 roles\.\nNext: aws iam /m,
          );
        } else if (command === "judge --write-accepted") {
          assert.deepEqual([exitCode, stderr], [0, ""]);
          assert.match(stdout, /: 0 findings accepted until 2999-12-31\n$/);
        } else {
          assert.deepEqual([exitCode, stdout], [2, ""], command);
          assert.match(
            stderr,
            /: this is a folder\. [^\n]*Name the files in it \[input-[a-z-]+\]\n/,
            command,
          );
        }
      }
    });

    it("ends with 2 for a file of somebody else", async function () {
      if (process.getuid?.() === 0) {
        this.skip();
      } // Root may read everything.
      const file = path.join(folder, "secret");
      await writeFile(file, "{}");
      await chmod(file, 0);
      const run = await runCli(["judge", file]);
      assert.equal(run.exitCode, 2);
      assert.match(run.stdout, /: this user may not read the file\. [^\n]*\[input-forbidden\]\n/);
    });
  });

  describe("with outputs that nobody reads", () => {
    rowOnceAllHeld(rows, [
      "a pipe without a reader",
      "`judge`, `judge --write-accepted`",
      "the usual exit code, and no line",
    ]);

    for (const [args, exitCode] of [
      [["judge", ACCEPTED], 0],
      [["judge", REJECTED], 1],
      [[...READERS["judge --write-accepted"], REJECTED], 0],
    ] as const) {
      it(`ends with ${exitCode}, as ever, when nobody reads on: ${args
        .slice(0, 2)
        .map((arg) => path.basename(arg))
        .join(" ")}`, async () => {
        const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "pipe", "pipe"] });
        child.stdout.destroy();
        const closed = once(child, "close") as Promise<[number | null]>;
        const [stderr, [code]] = await Promise.all([text(child.stderr), closed]);
        assert.deepEqual([code, stderr], [exitCode, ""]);
      });
    }

    it("ends with 2, as ever, when nobody reads the errors", async () => {
      const args = [PROGRAM, ...READERS["judge --write-accepted"], path.join(folder, "missing")];
      const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
      child.stderr.destroy();
      const closed = once(child, "close") as Promise<[number | null]>;
      const [stdout, [code]] = await Promise.all([text(child.stdout), closed]);
      assert.deepEqual([code, stdout], [2, ""]);
    });
  });

  describe("with a disk that is full", () => {
    rowOnceAllHeld(rows, ["a full disk", ALL, "exit code 74 and one line"]);

    for (const [command, files] of Object.entries({
      judge: () => [ACCEPTED],
      "judge --write-accepted": () => [REJECTED],
      "judge --check-config": () => [path.join(folder, "policies.json")],
      import: () => Object.keys(parts()).map((name) => path.join(folder, `${name}.json`)),
    })) {
      it(`ends with 74 and a line: ${command}`, async function () {
        await writeFile(path.join(folder, "policies.json"), "{}");
        for (const [name, content] of Object.entries(parts())) {
          await writeFile(path.join(folder, `${name}.json`), JSON.stringify(content));
        }
        const args = [...READERS[command as keyof typeof READERS], ...files()];
        // A device on which every write fails, of Linux.
        const full = await open("/dev/full", "w").catch(() => this.skip());
        try {
          const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", full.fd, "pipe"] });
          const stderr = text(child.stderr ?? assert.fail("it has no standard error"));
          const [code] = (await once(child, "close")) as [number | null];
          // `import` tells there what to declare, too.
          const [, told = "", ...lines] =
            /^(new AzureToAwsFederation.*\n\}\);\n)?(.*)$/s.exec(await stderr) ?? [];
          assert.deepEqual(
            [code, told !== "", lines.join("")],
            [
              74,
              command === "import",
              "azure-to-aws: could not write all of the output (ENOSPC: no space left on device, write). Free some space, or write to another place [output-not-written]\n",
            ],
          );
        } finally {
          await full.close();
        }
      });
    }
  });

  describe("in all", () => {
    it("matches docs/assurance.md", async function () {
      if (rows.length < ROWS) {
        this.skip();
      } // Not all of it was run, or not all of it held.
      await checkAssuranceTable({
        name: "command-line-faults",
        columns: COLUMNS,
        rows: merged(rows, 0, "; "),
      });
    });
  });
});
