/** The messages that only the command line `azure-to-aws` prints. */
export { COLLECTING } from "./collecting";
export { COMMAND_LINE } from "./command-line";
export { EXPLAINING } from "./explaining";
export { IMPORT } from "./import";
export { JUDGING } from "./judging";
export { PREFLIGHT } from "./preflight";
export { SNAPSHOTS } from "./snapshots";
export { SUSPENDING } from "./suspending";
