export {
  BaselineError,
  readBaseline,
  renderBaseline,
  type Baseline,
  type BaselineEntry,
  type BaselineFinding,
} from "../engine/baseline";
export { checkConfiguration, type ConfigurationProblem } from "./check-configuration";
export { deploymentFindings } from "./deployment-findings";
export { fingerprint, type KnownFinding, Occurrences } from "../engine/fingerprint";
export { rules } from "../rules";
