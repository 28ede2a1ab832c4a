/** The sentence about the log that keys find and keys verify show as the basis of their reports. */
import { counted } from "../../report/counted";
import type { LogSummary } from "./read-log";

/** What log was read, in a sentence. */
export function basisOfLog({ events, files, first, last }: LogSummary): string {
  const period = first === undefined ? "no event" : `${first} to ${last ?? first}`;
  return `Read ${counted(events, "event")} of ${counted(files, "file")} (${period}).`;
}
