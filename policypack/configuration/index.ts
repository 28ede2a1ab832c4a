export {
  BaselineError,
  readBaseline,
  renderBaseline,
  type Baseline,
  type BaselineEntry,
  type BaselineFinding,
} from "../engine/baseline";
export { checkConfiguration } from "./check-configuration";
export { type ConfigurationProblem, problemAt } from "../engine/configuration-problem";
export { deploymentFindings } from "./deployment-findings";
export { fingerprint, type KnownFinding, Occurrences } from "../engine/fingerprint";
export { rules } from "../rules";
