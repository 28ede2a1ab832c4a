/** All messages that carry a code, by area: for the manual, `azure-to-aws explain`, and tests. */
import { ARGUMENTS } from "./arguments";
import { BASELINES } from "./baselines";
import type { Catalog } from "./catalog";
import { AUDIT } from "./cli/audit";
import { COLLECTING } from "./cli/collecting";
import { COMMAND_LINE } from "./cli/command-line";
import { EXPLAINING } from "./cli/explaining";
import { IMPORT } from "./cli/import";
import { JUDGING } from "./cli/judging";
import { KEYS } from "./cli/keys";
import { PREFLIGHT } from "./cli/preflight";
import { SNAPSHOTS } from "./cli/snapshots";
import { SUSPENDING } from "./cli/suspending";
import { CREDENTIAL_HELPER } from "./credential-helper";
import { ENTRA } from "./entra";
import { FEDERATION } from "./federation";
import { FINDINGS } from "./findings";
import { IAM } from "./iam";
import { INPUT_FILES } from "./input-files";
import { INSTALLATION } from "./installation";
import { INSTALLER } from "./installer";
import { ACCEPTANCE } from "./lab/acceptance";
import { DEMO, LAB } from "./lab/lab";
import { LOGINS } from "./logins";
import { PACK_CONFIGURATION } from "./pack-configuration";
import { PLUGIN } from "./plugin";
import { POLICY_PACK } from "./policy-pack";
import { POLICY_RULES } from "./policy-rules";
import { ROLES } from "./roles";
import { VIRTUAL_MACHINE } from "./virtual-machine";

/** The catalogs in the order of the manual's page. */
export const CATALOGS: readonly Catalog[] = [
  ARGUMENTS,
  FEDERATION,
  ROLES,
  IAM,
  ENTRA,
  VIRTUAL_MACHINE,
  INSTALLATION,
  PLUGIN,
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
  COLLECTING,
  SNAPSHOTS,
  SUSPENDING,
  AUDIT,
  KEYS,
  CREDENTIAL_HELPER,
  INSTALLER,
  LAB,
  DEMO,
  ACCEPTANCE,
];
