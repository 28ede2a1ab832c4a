/** All messages that carry a code, by area. */
import { ARGUMENTS } from "./arguments";
import { BASELINES } from "./baselines";
import type { Catalogue } from "./catalogue";
import { CREDENTIAL_HELPER } from "./credential-helper";
import { ENTRA } from "./entra";
import { FEDERATION } from "./federation";
import { FINDINGS } from "./findings";
import { IAM } from "./iam";
import { INSTALLATION } from "./installation";
import { INSTALLER } from "./installer";
import { LOGINS } from "./logins";
import { PACK_CONFIGURATION } from "./pack-configuration";
import { POLICY_PACK } from "./policy-pack";
import { POLICY_RULES } from "./policy-rules";
import { ROLES } from "./roles";
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
  POLICY_RULES,
  POLICY_PACK,
  BASELINES,
  PACK_CONFIGURATION,
  CREDENTIAL_HELPER,
  INSTALLER,
];

export { about } from "./about";
export { ARGUMENTS } from "./arguments";
export { BASELINES } from "./baselines";
export { Catalogue, type Entries, type Entry, entry, type Message, withCode } from "./catalogue";
export { CREDENTIAL_HELPER } from "./credential-helper";
export { ENTRA } from "./entra";
export { FEDERATION } from "./federation";
export { FINDINGS } from "./findings";
export { IAM } from "./iam";
export { INSTALLATION } from "./installation";
export { INSTALLER, rootOnly } from "./installer";
export { LOGINS } from "./logins";
export { PACK_CONFIGURATION } from "./pack-configuration";
export { exceptedText, exceptionEndedText, maybeInBaselineText, POLICY_PACK } from "./policy-pack";
export { POLICY_RULES } from "./policy-rules";
export { PROJECT } from "./project";
export { ROLES } from "./roles";
export { VIRTUAL_MACHINE } from "./virtual-machine";
export { oneOf } from "./wording";
