import { createWriteStream } from "node:fs";
import { readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { execa } from "execa";
import { authorizationDetailsOf } from "../../test/unit/cli/audit/authorization-details-of";
import { PROJECT_ROOT } from "../../tools/project-root";
import { type Benchmark, type BenchmarkContext, bySize } from "../benchmark";
import { atMost, single } from "../figure";
import { installIamScanners, runCloudsplaining, runParliament } from "../iam-scanners/iam-scanners";
import { inRounds } from "../rounds";
import { comparedWhereMeasured, type Measurement } from "../unmeasured";

/** The formats that are for companies of any size. The page is for some thousand roles. */
const FORMATS = ["text", "json", "markdown", "sarif"] as const;

/** Authorization details from 1 GB on, and next to the scanners that the post's readers may know. */
export const audit: Benchmark = {
  name: "audit",
  title:
    "audit of a 1 GB file of authorization details, and of 2,000 roles next to Cloudsplaining and Parliament",
  run: async (context): Promise<Measurement[]> => [
    ...(await large(context)),
    ...(await large(context, true)),
    ...(await page(context)),
    ...(await besideScanners(context)),
  ],
};

/** One run: what it took, and the most memory. */
interface Run {
  readonly seconds: number;
  readonly megabytes: number;
}

/** @param isOpen - Whether every federated role is open, so that each has a finding and a corrected policy. */
async function large(
  { size, folder, report, signal }: BenchmarkContext,
  isOpen = false,
): Promise<Measurement[]> {
  const roles = bySize(size, { full: 209_500, smoke: 200 });
  const file = path.join(folder, "large.json");
  report(`writing the authorization details of ${roles.toLocaleString("en-US")} roles`);
  await writeDetails(file, roles, isOpen);
  const { size: bytes } = await stat(file);
  const figures: Measurement[] = [];
  for (const format of FORMATS) {
    const runs: Run[] = [];
    for (let round = 0; round < bySize(size, { full: 3, smoke: 1 }); round++) {
      report(`${format}, round ${round + 1}`);
      runs.push(await runAudit(file, format, folder, signal, isOpen ? 1 : 0));
    }
    const label = `${round(bytes / 1e9)} GB, ${roles.toLocaleString("en-US")} roles, ${isOpen ? "every federated one open, " : ""}${format}`;
    figures.push(...figuresOf(label, runs, size));
  }
  await rm(file);
  return figures;
}

/** The page of as many federated roles as it is made for: every tenth of the file. */
async function page({ size, folder, report, signal }: BenchmarkContext): Promise<Measurement[]> {
  const federated = bySize(size, { full: 2000, smoke: 12 });
  const file = path.join(folder, "page.json");
  await writeDetails(file, federated * 10);
  report(`html of ${federated} roles`);
  const runs: Run[] = [];
  for (let round = 0; round < bySize(size, { full: 3, smoke: 1 }); round++) {
    runs.push(await runAudit(file, "html", folder, signal));
  }
  return figuresOf(`${federated.toLocaleString("en-US")} federated roles, html`, runs, size);
}

function figuresOf(label: string, runs: readonly Run[], size: BenchmarkContext["size"]): Measurement[] {
  const full = size === "full";
  return [
    single(
      { label, unit: "s", ...(full ? { goal: atMost(60, "s") } : {}) },
      runs.map(({ seconds }) => seconds),
    ),
    single(
      { label: `${label}: most memory`, unit: "MB", ...(full ? { goal: atMost(256, "MB") } : {}) },
      runs.map(({ megabytes }) => megabytes),
    ),
  ];
}

async function besideScanners(context: BenchmarkContext): Promise<Measurement[]> {
  const { size, folder, report, signal } = context;
  const roles = bySize(size, { full: 2000, smoke: 20 });
  const file = path.join(folder, "scanned.json");
  await writeDetails(file, roles);
  const scanners = await installIamScanners(context);
  const ours = async (): Promise<number> => roles / (await runAudit(file, "json", folder, signal)).seconds;
  const perSecond = async (work: () => Promise<void>): Promise<number> => {
    const begun = performance.now();
    await work();
    return roles / ((performance.now() - begun) / 1000);
  };
  report(`${roles} roles beside Cloudsplaining and Parliament`);
  const options = {
    rounds: bySize(size, { full: 5, smoke: 1 }),
    warmUp: bySize(size, { full: 1, smoke: 0 }),
    signal,
  };
  const samples =
    "notMeasured" in scanners
      ? { ...(await inRounds(options, { ours })), cloudsplaining: scanners, parliament: scanners }
      : await inRounds(options, {
          ours,
          cloudsplaining: () =>
            perSecond(() => runCloudsplaining(scanners.path, file, path.join(folder, "scan"), signal)),
          parliament: () => perSecond(() => runParliament(scanners.path, file, signal)),
        });
  const names = { label: `${roles.toLocaleString("en-US")} roles, start included`, unit: "roles a second" };
  return [
    comparedWhereMeasured({ ...names, against: "Cloudsplaining" }, samples.ours, samples.cloudsplaining),
    comparedWhereMeasured({ ...names, against: "Parliament" }, samples.ours, samples.parliament),
  ];
}

async function writeDetails(file: string, roles: number, isOpen = false): Promise<void> {
  await pipeline(Readable.from(authorizationDetailsOf(roles, isOpen)), createWriteStream(file));
}

/** Runs the command as a user does, with its report in a file. */
async function runAudit(
  file: string,
  format: string,
  folder: string,
  signal: AbortSignal,
  expected = 0,
): Promise<Run> {
  const out = path.join(folder, `report.${format}`);
  const peak = path.join(folder, "peak");
  const begun = performance.now();
  const { exitCode, stderr } = await execa(
    process.execPath,
    [
      "-r",
      path.join(PROJECT_ROOT, "bench/programs/peak-memory.js"),
      path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js"),
      "audit",
      "--format",
      format,
      "--out",
      out,
      file,
    ],
    { cancelSignal: signal, env: { BENCH_PEAK_MEMORY_FILE: peak }, reject: false },
  );
  const seconds = (performance.now() - begun) / 1000;
  if (exitCode !== expected) {
    throw new Error(`audit ended with ${exitCode ?? "a signal"}: ${stderr}`);
  }
  const megabytes = Number(await readFile(peak, "utf8")) / 1e6;
  await rm(out);
  return { seconds, megabytes };
}

function round(value: number): string {
  return String(Number(value.toPrecision(2)));
}
