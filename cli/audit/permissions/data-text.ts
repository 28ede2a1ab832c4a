/** Wording for the data that a role can read or write. */
import type { Permissions } from "../audit-report";
import { DATA_SERVICES } from "./data-services";

/** What a role may do with whose data, the most first. */
const ACCESSES = ["read and write", "write", "read"] as const;

const NAMES: ReadonlyMap<string, string> = new Map(DATA_SERVICES.map(({ service, name }) => [service, name]));

/**
 * What a role may do with data, to be read after `can `: `read and write data of Amazon S3, and read data of Amazon DynamoDB`.
 *
 * @param most - How many services are named. Default: all.
 */
export function dataText(data: Permissions["dataServices"], most = data.length): string {
  const sorted = [...data].sort((a, b) => ACCESSES.indexOf(a.access) - ACCESSES.indexOf(b.access));
  const named = sorted.slice(0, most);
  const parts = ACCESSES.flatMap((access) => {
    const services = named
      .filter((one) => one.access === access)
      .map(({ service }) => NAMES.get(service) ?? service);
    return services.length === 0 ? [] : [`${access} data of ${listed(services)}`];
  });
  const more = sorted.length - named.length;
  return `${parts.join(", and ")}${more > 0 ? `, and of ${more} more services` : ""}`;
}

/** Words as a list: `a, b, and c`. */
export function listed(words: readonly string[]): string {
  return words.length < 3
    ? words.join(" and ")
    : `${words.slice(0, -1).join(", ")}, and ${words.at(-1) ?? ""}`;
}
