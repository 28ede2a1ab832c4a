/** Reads the planned sections of a snapshot, several at once, and shows progress. */
import { CloudError } from "../clouds/cloud-error";
import { withProgress } from "../progress";
import { counted } from "../report/counted";
import { printable } from "../report/printable";
import type { SectionRecord } from "../snapshot/snapshot-records";
import { eachAtOnce, type Section } from "./section";
import type { WorkFolder } from "./work-folder";

/** Sections that are read at once. More would bring throttling sooner than an end. */
const AT_ONCE = 4;

/** How often a line says which sections are being read, in milliseconds. A large estate takes minutes. */
const INTERVAL = 10_000;

/**
 * Reads all sections that the folder does not have yet, and says on `err` how each ended.
 *
 * @returns The end of each section, in their order.
 */
export async function runSections(
  sections: readonly Section[],
  folder: WorkFolder,
  err: (text: string) => void,
): Promise<readonly SectionRecord[]> {
  const ends: SectionRecord[] = [];
  const running = new Set<string>();
  // How far it is, which is no message.
  const say = (progress: string): void => {
    const line = printable(progress);
    err(`${line}\n`);
  };
  const work = async (section: Section): Promise<SectionRecord> => {
    const earlier = await folder.ended(section.name);
    if (earlier?.state === "complete") {
      say(`${section.name}: ${counted(earlier.records, "record")}, kept from the earlier run`);
      return earlier;
    }
    running.add(section.name);
    const end = await collect(section, folder).finally(() => running.delete(section.name));
    say(`${section.name}: ${end.state === "complete" ? counted(end.records, "record") : end.state}`);
    return end;
  };
  // One line for all, in the order of the sections: of one for each section, nothing else would be seen.
  const step = (): string => {
    const names = sections.map(({ name }) => name).filter((name) => running.has(name));
    return printable(`reading ${names.join(", ")}`);
  };
  const readAll = async (): Promise<void> => {
    for await (const end of eachAtOnce(sections, AT_ONCE, work)) {
      ends.push(end);
    }
  };
  await withProgress(step, err, readAll, INTERVAL);
  return ends;
}

/** Reads one section into its file. What the cloud refuses ends the section, not the run. */
async function collect(section: Section, folder: WorkFolder): Promise<SectionRecord> {
  const writer = await folder.begin(section.name);
  try {
    let records = 0;
    let refused: CloudError | undefined;
    try {
      for await (const record of section.read()) {
        await writer.write(record);
        records++;
      }
    } catch (error) {
      if (!(error instanceof CloudError)) {
        throw error;
      }
      refused = error;
    }
    const end = endOf(section.name, records, refused);
    await writer.write(end);
    await writer.finish();
    return end;
  } catch (error) {
    await writer.discard();
    throw error;
  }
}

function endOf(section: string, records: number, refused: CloudError | undefined): SectionRecord {
  const at = new Date().toISOString();
  if (refused === undefined) {
    return { kind: "section", section, state: "complete", records, at };
  }
  const { state, code, message, needs } = refused;
  const error = { ...(needs === undefined ? {} : { needs }), code, message };
  return { kind: "section", section, state, records, at, error };
}
