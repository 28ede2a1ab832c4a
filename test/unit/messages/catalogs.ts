import * as general from "../../../messages";
import * as ofCommandLine from "../../../messages/cli";
import * as inputFiles from "../../../messages/input-files";
import * as installation from "../../../messages/installation";
import * as installer from "../../../messages/installer";
import * as judgedFiles from "../../../messages/judged-files";
import * as ofLab from "../../../messages/lab";
import * as packConfiguration from "../../../messages/pack-configuration";
import * as plugin from "../../../messages/plugin";
import * as policyPack from "../../../messages/policy-pack";
import * as policyRules from "../../../messages/policy-rules";
import * as virtualMachine from "../../../messages/virtual-machine";

const ENTRIES: readonly object[] = [
  general,
  ofCommandLine,
  inputFiles,
  installation,
  installer,
  judgedFiles,
  ofLab,
  packConfiguration,
  plugin,
  policyPack,
  policyRules,
  virtualMachine,
];

/** All catalogs of messages. */
export const CATALOGS: readonly general.Catalog[] = ENTRIES.flatMap((entry): unknown[] =>
  Object.values(entry),
).filter((value) => value instanceof general.Catalog);
