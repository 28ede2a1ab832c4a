/** The messages that only the command line `azure-to-aws` prints. */
export { AUDIT } from "./audit";
export { COLLECTING } from "./collecting";
export { COMMAND_LINE } from "./command-line";
export { IMPORT } from "./import";
export { fillInText, FIXED_ABOVE, JUDGING, WITHHELD, withheldText } from "./judging";
export { KEYS } from "./keys";
export { SNAPSHOTS } from "./snapshots";
export { SUSPENDING } from "./suspending";
