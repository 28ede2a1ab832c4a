import { mkdir, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { withCode } from "../../../messages";
import { KEYS } from "../../../messages/cli";
import { CommandError, type Io } from "../../command";
import { choice, type Options } from "../../options";
import { EXIT } from "../../report/outcome";
import { printable } from "../../report/printable";
import { keyOf, logOf, periodOf, serviceTagsOf, snapshotOf } from "../inputs";
import { ServiceTags } from "../service-tags/service-tags";
import { KeyUse } from "../use/key-use";
import { Origins } from "../use/origin";
import { Tally } from "../use/tally";
import { blindSpots } from "./blind-spots";
import { observedPolicy } from "./observed-policy";
import { programFiles, renderPlan } from "./program-files";
import { plannedWorkload } from "./workload";

/** How many regions of AWS a key's calls are counted in. */
const MOST_REGIONS = 50;

/** `keys plan`: a program with a role that may do what a key did. */
export async function runPlan(options: Options, io: Io): Promise<number> {
  const format = choice(options, "format", ["text", "json"]);
  const keyId = keyOf(options);
  const folder = options.text("out") ?? `retire-${keyId}`;
  await demandEmpty(folder);
  const hasTags = options.texts("service-tags").length > 0;
  const origins = new Origins(hasTags ? await serviceTagsOf(options, io) : new ServiceTags());
  const snapshot = await snapshotOf(options);
  let use: KeyUse | undefined;
  let skipped = 0;
  const regions = new Tally(MOST_REGIONS);
  const names = [...options.texts("cloudtrail"), ...options.files.slice(1)];
  const log = await logOf(names, { needles: [keyId], ...periodOf(options) }, io, (event) => {
    if (event.keyId !== keyId) {
      return;
    }
    const origin = origins.of(event);
    if (hasTags && origin.kind === "elsewhere") {
      skipped++;
      return;
    }
    use ??= new KeyUse(keyId, event.userName, event.account, event.identityType, event.time);
    use.add(event, origin);
    regions.add(event.region, event.time);
  });
  if (use === undefined) {
    io.err(`azure-to-aws: ${withCode(KEYS.say("key-without-calls", keyId))}\n`);
    return log.unreadCount > 0 || log.events === 0 ? EXIT.unreadable : EXIT.rejected;
  }
  const known = snapshot?.keys.find(({ AccessKeyId }) => AccessKeyId === keyId);
  const user = known?.UserName ?? use.userName;
  const account = known?.account ?? use.account;
  const [[region] = [""]] = regions.entries();
  const key = { keyId, user, account, region };
  const workload = plannedWorkload(options, user, account, snapshot);
  const policy = observedPolicy(use);
  const blind = blindSpots(use, log, policy, known, skipped);
  const files = programFiles(key, workload, policy, blind);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(path.join(folder, name), text);
  }
  io.out(
    format === "json"
      ? `${JSON.stringify({ format: 1, folder, key, workload, policy, cannotSee: blind }, undefined, 2)}\n`
      : renderPlan(folder, key, policy, workload.notes, blind),
  );
  if (log.unreadCount > 0) {
    io.err(`${printable(`azure-to-aws: ${withCode(KEYS.say("plan-of-part", log.unreadCount))}`)}\n`);
    return EXIT.unreadable;
  }
  return EXIT.accepted;
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
  throw new CommandError(KEYS.say("plan-folder-used", folder));
}
