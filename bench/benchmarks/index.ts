import type { Benchmark } from "../benchmark";
import { accounts } from "./accounts";
import { audit } from "./audit";
import { auditPage } from "./audit-page";
import { cli } from "./cli";
import { cliStart } from "./cli-start";
import { component } from "./component";
import { demo } from "./demo";
import { helperCold } from "./helper-cold";
import { helperCrowd } from "./helper-crowd";
import { helperWarm } from "./helper-warm";
import { importing } from "./import";
import { judge } from "./judge";
import { judgeScale } from "./judge-scale";
import { keys } from "./keys";
import { packScale } from "./pack-scale";
import { packStart } from "./pack-start";
import { pluginStart } from "./plugin-start";

/** All benchmarks, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  judge,
  judgeScale,
  packStart,
  packScale,
  component,
  accounts,
  importing,
  keys,
  pluginStart,
  helperWarm,
  helperCold,
  helperCrowd,
  cliStart,
  cli,
  audit,
  auditPage,
  demo,
];
