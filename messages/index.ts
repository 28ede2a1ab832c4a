/** All messages that carry a code, by area. */
import { ACCEPTANCE } from "./acceptance";
import { ARGUMENTS } from "./arguments";
import { BASELINES } from "./baselines";
import type { Catalogue } from "./catalogue";
import { COMMAND_LINE } from "./command-line";
import { CREDENTIAL_HELPER } from "./credential-helper";
import { ENTRA } from "./entra";
import { EXPLAINING } from "./explaining";
import { FEDERATION } from "./federation";
import { FINDINGS } from "./findings";
import { IAM } from "./iam";
import { IMPORT } from "./import";
import { INPUT_FILES } from "./input-files";
import { INSTALLATION } from "./installation";
import { INSTALLER } from "./installer";
import { JUDGING } from "./judging";
import { DEMO, LAB } from "./lab";
import { LOGINS } from "./logins";
import { PACK_CONFIGURATION } from "./pack-configuration";
import { POLICY_PACK } from "./policy-pack";
import { POLICY_RULES } from "./policy-rules";
import { PREFLIGHT } from "./preflight";
import { ROLES } from "./roles";
import { SUSPENDING } from "./suspending";
import { VIRTUAL_MACHINE } from "./virtual-machine";

/** The catalogues in the order of the manual's page. */
export const CATALOGUES: readonly Catalogue[] = [
  ARGUMENTS,
  FEDERATION,
  ROLES,
  IAM,
  ENTRA,
  VIRTUAL_MACHINE,
  INSTALLATION,
  LOGINS,
  FINDINGS,
  JUDGING,
  POLICY_RULES,
  POLICY_PACK,
  BASELINES,
  PACK_CONFIGURATION,
  COMMAND_LINE,
  INPUT_FILES,
  PREFLIGHT,
  IMPORT,
  EXPLAINING,
  SUSPENDING,
  CREDENTIAL_HELPER,
  INSTALLER,
  LAB,
  DEMO,
  ACCEPTANCE,
];

export { about } from "./about";
export { ACCEPTANCE } from "./acceptance";
export { ARGUMENTS } from "./arguments";
export { BASELINES } from "./baselines";
export { Catalogue, type Entries, type Entry, entry, type Message, withCode } from "./catalogue";
export { COMMAND_LINE } from "./command-line";
export { CREDENTIAL_HELPER } from "./credential-helper";
export { ENTRA } from "./entra";
export { EXPLAINING } from "./explaining";
export { FEDERATION } from "./federation";
export { FINDINGS } from "./findings";
export { IAM } from "./iam";
export { IMPORT } from "./import";
export { INPUT_FILES } from "./input-files";
export { INSTALLATION } from "./installation";
export { INSTALLER, rootOnly } from "./installer";
export { JUDGING } from "./judging";
export { DEMO, LAB } from "./lab";
export { LOGINS } from "./logins";
export { PACK_CONFIGURATION } from "./pack-configuration";
export { exceptedText, exceptionEndedText, maybeInBaselineText, POLICY_PACK } from "./policy-pack";
export { POLICY_RULES } from "./policy-rules";
export { PREFLIGHT } from "./preflight";
export { PROJECT } from "./project";
export { ROLES } from "./roles";
export { SUSPENDING } from "./suspending";
export { VIRTUAL_MACHINE } from "./virtual-machine";
export { oneOf } from "./wording";
