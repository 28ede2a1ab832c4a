/**
 * The messages that the components, the policy pack, and the libraries print. Those of the command line and the lab have their own
 * entries, so a program does not load them.
 */
export { about } from "./about";
export { ARGUMENTS } from "./arguments";
export { Catalog, coded, type Entries, type Entry, entry, type Message, withCode } from "./catalog";
export { ENTRA } from "./entra";
export { IAM } from "./iam";
export { INPUT_FILES } from "./input-files";
export { INSTALLATION } from "./installation";
export { INSTALLER } from "./installer";
export {
  DOUBTS,
  ELSEWHERE,
  GAPS,
  LOOKS_LIKE,
  OPEN_VALUES,
  REMARKS,
  SKIPPED,
  TEMPLATE_PROBLEMS,
  TO_KNOW,
  TO_OPEN,
  UNREAD,
  UNREADABLE_TEXT,
} from "./judged-files";
export { nearestName } from "./nearest-name";
export { PACK_CONFIGURATION } from "./pack-configuration";
export { PLUGIN } from "./plugin";
export {
  acceptanceEndedText,
  knownValueText,
  outputCodeText,
  outputInJsonText,
  pageAndResourceText,
  maybeAcceptedText,
  POLICY_PACK,
  replacementPatchText,
} from "./policy-pack";
export { POLICY_RULES } from "./policy-rules";
export { PROJECT, PUBLICATION } from "./project";
export { ROLES } from "./roles";
export { VIRTUAL_MACHINE } from "./virtual-machine";
export { withoutSecrets } from "./without-secrets";
export { followedBy, oneOf, quoted } from "./wording";
