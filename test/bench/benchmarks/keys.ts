import path from "node:path";
import { execa } from "execa";
import { generateTrail } from "../../../lab/aws/cloudtrail/generate-trail";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { type Benchmark, bySize } from "../benchmark";
import { atMost, single } from "../figure";

/** The heap that the reader gets, in megabytes: a year's log must fit into what a small machine has. */
const HEAP = 128;

/** What reads the log, and prints the seconds and the peak memory in megabytes. */
const READ = `
const { readLog } = require(process.argv[1]);
const begin = process.hrtime.bigint();
let taken = 0;
readLog([process.argv[2]], { needles: ["AKIA"] }, () => { taken++; }).then(({ events }) => {
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  console.log(JSON.stringify({ events, taken, seconds, cpuSeconds, megabytes: maxRSS / 1024 }));
});`;

interface Read {
  readonly events: number;
  readonly taken: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Reading a year of CloudTrail: seconds, and the most memory. */
export const keys: Benchmark = {
  name: "keys",
  title: "reading a generated year of CloudTrail, compressed as S3 has it, for the calls of access keys",
  async run({ size, folder, report, signal }) {
    const events = bySize(size, { full: 10_000_000, smoke: 20_000 });
    report(`generating ${events.toLocaleString("en-US")} events`);
    const trail = path.join(folder, "trail");
    const facts = await generateTrail(trail, { seed: 22, events, from: "2025-11-28T00:00:00Z", days: 365 });
    const reader = path.join(PROJECT_ROOT, "dist/cli/keys/cloudtrail/read-log.js");
    const reads: Read[] = [];
    for (let round = 0; round < bySize(size, { full: 3, smoke: 1 }); round++) {
      report(`reading ${facts.files} files, round ${round + 1}`);
      const { stdout } = await execa(
        process.execPath,
        [`--max-old-space-size=${HEAP}`, "-e", READ, reader, trail],
        { cancelSignal: signal },
      );
      const read = JSON.parse(stdout) as Read;
      if (read.events !== events) {
        throw new Error(`read ${read.events} events of ${events}`);
      }
      reads.push(read);
    }
    const label = `${events.toLocaleString("en-US")} events in ${facts.files.toLocaleString("en-US")} files`;
    const full = size === "full";
    return [
      single(
        { label, unit: "s" },
        reads.map(({ seconds }) => seconds),
      ),
      // What else runs on the machine changes the seconds, but hardly the time of the processor.
      single(
        {
          label: `${label}: time of the processor`,
          unit: "s",
          ...(full ? { goal: atMost(120, "s") } : {}),
        },
        reads.map(({ cpuSeconds }) => cpuSeconds),
      ),
      single(
        { label: `${label}: most memory`, unit: "MB", ...(full ? { goal: atMost(256, "MB") } : {}) },
        reads.map(({ megabytes }) => megabytes),
      ),
    ];
  },
};
