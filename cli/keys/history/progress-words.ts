/** The words that the formats of `keys report` share. */
import { counted, numeral } from "../../report/counted";
import type { Progress, ProgressStep } from "./progress";

/** The result in one sentence. */
export function resultOf({ steps }: Progress): string {
  const last = steps.at(-1);
  if (last === undefined) {
    return "The history is empty.";
  }
  const { total, active, fromAzure } = last;
  if (total === 0) {
    return "No AWS access key is left.";
  }
  const of = (count: number): string =>
    `${numeral(count)} of ${counted(total, "key")} ${count === 1 ? "is" : "are"}`;
  return fromAzure === 0
    ? `The log shows no key in use from Azure. ${of(active)} active.`
    : `${of(fromAzure)} still used from Azure.`;
}

/** How the numbers of the chart changed. */
export function changeOf(steps: readonly ProgressStep[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  return first === undefined || last === undefined
    ? ""
    : first === last
      ? `Active keys: ${numeral(last.active)}. Keys used from Azure: ${numeral(last.fromAzure)}.`
      : `Active keys went from ${numeral(first.active)} to ${numeral(last.active)}, keys used from Azure from ${numeral(first.fromAzure)} to ${numeral(last.fromAzure)}.`;
}

/** The date, what the report counts, and the version of the program. */
export function factsOf({ steps, keys }: Progress, version: string): string {
  const [first, last] = [steps[0], steps.at(-1)];
  return [
    ...(last === undefined ? [] : [`Snapshot of ${momentOf(last.at)}`]),
    ...(first === undefined || first === last
      ? []
      : [`${counted(steps.length, "snapshot")} since ${first.at.slice(0, 10)}`]),
    counted(new Set(keys.map(({ account }) => account)).size, "account"),
    `azure-to-aws ${version}`,
  ].join(" · ");
}

/** A time to the minute. */
export function momentOf(at: string): string {
  return `${at.slice(0, 16).replace("T", " ")} UTC`;
}
