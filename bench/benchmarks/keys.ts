import { writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { generateTrail, TRAIL_KEYS, TRAIL_SERVICE_TAGS } from "../../lab/aws";
import { PROJECT_ROOT } from "../../tools/project-root";
import { type Benchmark, bySize } from "../benchmark";
import { atMost, single } from "../figure";

/** The heap that the reader gets, in megabytes: a year's log must fit into what a small machine has. */
const HEAP = 128;

/** How many keys of {@link TRAIL_KEYS} are used from Azure. */
const KEYS_FROM_AZURE = TRAIL_KEYS.length - 2;

/** Runs `keys find`, and prints the seconds, the peak memory in megabytes, and what it found. */
const FIND = `
const { runCommandLine } = require(process.argv[1]);
const [trail, tags] = process.argv.slice(2);
const begin = process.hrtime.bigint();
let found = "";
const io = { stdin: process.stdin, out: (text) => { found += text; }, err: () => undefined, colors: false };
const args = ["keys", "find", "--cloudtrail", trail, "--service-tags", tags, "--format", "json"];
runCommandLine(args, io).then(() => {
  const { log: { events }, azure } = JSON.parse(found);
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(JSON.stringify({ events, keys: azure.length, seconds, cpuSeconds, megabytes: maxRSS / 1024 }));
});`;

interface Read {
  readonly events: number;
  /** Keys that are used from Azure. */
  readonly keys: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** `keys find` on a year of CloudTrail, with sessions of keys, so that it reads the log twice: seconds, and the most memory. */
export const keys: Benchmark = {
  name: "keys",
  title:
    "keys find on a generated year of CloudTrail, compressed as S3 has it. Keys began sessions, so it reads the log twice",
  async run({ size, folder, report, signal }) {
    const events = bySize(size, { full: 10_000_000, smoke: 20_000 });
    report(`generating ${events.toLocaleString("en-US")} events`);
    const trail = path.join(folder, "trail");
    const facts = await generateTrail(trail, { seed: 22, events, from: "2025-11-28T00:00:00Z", days: 365 });
    const program = path.join(PROJECT_ROOT, "dist/cli/command-line.js");
    const tags = path.join(folder, "ServiceTags_Public_20261123.json");
    await writeFile(tags, JSON.stringify(TRAIL_SERVICE_TAGS));
    report(`reading ${facts.files} files`);
    const { stdout } = await execa(
      process.execPath,
      [`--max-old-space-size=${HEAP}`, "-e", FIND, program, trail, tags],
      { cancelSignal: signal },
    );
    // Once is enough: minutes of processor time vary by a few percent.
    const read = JSON.parse(stdout) as Read;
    if (read.events !== events || read.keys !== KEYS_FROM_AZURE) {
      throw new Error(`read ${read.events} events of ${events}, and found ${read.keys} keys`);
    }
    const label = `${events.toLocaleString("en-US")} events in ${facts.files.toLocaleString("en-US")} files`;
    const full = size === "full";
    return [
      single({ label, unit: "s" }, [read.seconds]),
      // What else runs on the machine changes the seconds, but hardly the time of the processor.
      single(
        {
          label: `${label}: time of the processor`,
          unit: "s",
          ...(full ? { goal: atMost(120, "s") } : {}),
        },
        [read.cpuSeconds],
      ),
      single({ label: `${label}: most memory`, unit: "MB", ...(full ? { goal: atMost(256, "MB") } : {}) }, [
        read.megabytes,
      ]),
    ];
  },
};
