/** Runs `keys plan`: derives a policy from the key's calls and writes a Pulumi program to an empty folder. */
import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { coded, quoted, withCode } from "../../../messages";
import { CommandError, EXIT, type Io, type Options } from "../../command";
import { printable } from "../../report/printable";
import { ROOT_USER } from "../../snapshot/snapshot-records";
import type { TrailEvent } from "../cloudtrail/trail-event";
import { keyOf, logWithSessions, periodOf, serviceTagsOf, snapshotOf } from "../inputs";
import { ServiceTags } from "../service-tags/service-tags";
import { KeyUse } from "../use/key-use";
import { Origins } from "../use/origin";
import { Sessions } from "../use/sessions";
import { Tally } from "../use/tally";
import { blindSpots } from "./blind-spots";
import { observedPolicy } from "./observed-policy";
import { programFiles, renderPlan } from "./program-files";
import { plannedWorkload } from "./workload";

const OF_ROOT =
  "This is a key of the root user, who may do everything. When the workload uses the role, delete the key: only the root user can.";

/** How many regions of AWS a key's calls are counted in. */
const MOST_REGIONS = 50;

/** `keys plan`: a program with a role that may do what a key did. */
export async function runPlan(options: Options, io: Io): Promise<number> {
  const format = options.text("format") as "text" | "json";
  const keyId = keyOf(options);
  const folder = options.text("out") ?? `retire-${keyId}`;
  await demandEmpty(folder);
  const hasTags = options.texts("service-tags").length > 0;
  const origins = new Origins(hasTags ? await serviceTagsOf(options, io) : new ServiceTags());
  const snapshot = await snapshotOf(options);
  const names = [...options.texts("cloudtrail"), ...options.files.slice(1)];
  const sessions = new Sessions({ ofKey: (event) => (event.keyId === keyId ? keyId : undefined) });
  const { log, collected } = await logWithSessions(
    names,
    { needles: [keyId], ...periodOf(options) },
    io,
    sessions,
    (found) => new PlannedUse(keyId, origins, hasTags, found),
  );
  const { use, skipped, regions } = collected;
  if (use === undefined) {
    io.err(
      `azure-to-aws: ${withCode(coded("key-without-calls", `the log has no call of ${keyId}. Nothing was written. Check the ID, and whether the log has the account and the time of its use`))}\n`,
    );
    return log.unreadCount > 0 || log.inPeriod === 0 ? EXIT.unreadable : EXIT.rejected;
  }
  const known = snapshot?.keys.find(({ AccessKeyId }) => AccessKeyId === keyId);
  const isRoot = use.identityType === "Root";
  const user = known?.UserName ?? (isRoot ? ROOT_USER : use.userName);
  const account = known?.account ?? use.account;
  const [[region] = [""]] = regions.entries();
  const key = { keyId, user, account, region };
  const workload = plannedWorkload(options, user, account, snapshot);
  const policy = observedPolicy(use);
  const blind = blindSpots(use, log, policy, known, skipped, sessions);
  const notes = [...(isRoot ? [OF_ROOT] : []), ...policy.changes, ...workload.notes];
  const files = programFiles(key, workload, policy, notes, blind);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, name), text);
  }
  io.out(
    format === "json"
      ? `${JSON.stringify({ format: 1, folder, key, workload, policy, cannotSee: blind }, undefined, 2)}\n`
      : renderPlan(folder, key, policy, notes, blind, io.columns),
  );
  if (log.unreadCount > 0) {
    io.err(
      `${printable(`azure-to-aws: ${withCode(coded("plan-of-part", `${log.unreadCount} ${log.unreadCount === 1 ? "file" : "files"} could not be read to the end, so calls may be missing in the policy. Copy them again, and run the command again`))}`)}\n`,
    );
    return EXIT.unreadable;
  }
  return EXIT.accepted;
}

/** What a key and its sessions did from Azure, or from anywhere if Azure's addresses are not known. */
class PlannedUse {
  use: KeyUse | undefined;
  skipped = 0;
  readonly regions = new Tally(MOST_REGIONS);

  constructor(
    private readonly keyId: string,
    private readonly origins: Origins,
    private readonly knowsAzure: boolean,
    private readonly sessions: Sessions | undefined,
  ) {}

  add(event: TrailEvent): void {
    const session = this.sessions?.of(event.keyId);
    if (event.keyId !== this.keyId && session === undefined) {
      return;
    }
    const origin = this.origins.of(event);
    if (this.knowsAzure && origin.kind === "elsewhere") {
      this.skipped++;
      return;
    }
    this.use ??= new KeyUse(this.keyId, event.time);
    if (session === undefined) {
      this.use.add(event, origin);
    } else {
      this.use.addOfSession(event, origin, session);
    }
    this.regions.add(event.region, event.time);
  }
}

/** @throws {CommandError} If something is in the folder already: it may have been edited. */
async function demandEmpty(folder: string): Promise<void> {
  try {
    if ((await readdir(folder)).length === 0) {
      return;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      return;
    }
  }
  throw new CommandError(
    coded(
      "plan-folder-used",
      `${quoted(folder)} is not an empty folder. Nothing was written. Name another one with --out`,
    ),
  );
}
