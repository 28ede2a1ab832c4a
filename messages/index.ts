/** All messages that carry a code, by area. */
import type { Catalogue } from "./catalogue";
import { CREDENTIAL_HELPER } from "./credential-helper";
import { FINDINGS } from "./findings";
import { INSTALLER } from "./installer";

/** The catalogues in the order of the manual's page. */
export const CATALOGUES: readonly Catalogue[] = [FINDINGS, CREDENTIAL_HELPER, INSTALLER];

export { Catalogue, type Entries, type Entry, entry, type Message, withCode } from "./catalogue";
export { CREDENTIAL_HELPER } from "./credential-helper";
export { FINDINGS } from "./findings";
export { INSTALLER, rootOnly } from "./installer";
export { PROJECT } from "./project";
