/** All messages that carry a code, by area. */
import { ARGUMENTS } from "./arguments";
import type { Catalogue } from "./catalogue";

/** The catalogues in the order of the manual's page. */
export const CATALOGUES: readonly Catalogue[] = [ARGUMENTS];

export { ARGUMENTS } from "./arguments";
export { Catalogue, type Entries, type Entry, entry, type Message, withCode } from "./catalogue";
