/** The messages that only the command line `azure-to-aws` prints. */
export { COMMAND_LINE } from "./command-line";
export { EXPLAINING } from "./explaining";
export { IMPORT } from "./import";
export { fillInText, FIXED_ABOVE, JUDGING, WITHHELD, withheldText } from "./judging";
export { PREFLIGHT } from "./preflight";
export { SUSPENDING } from "./suspending";
