export {
  Acceptance,
  acceptanceNotices,
  type FindingPlace,
  type FoundAcceptance,
  type JudgedResources,
} from "../engine/acceptance";
export {
  ACCEPTED,
  type AcceptanceTerms,
  type AcceptedFinding,
  readAccepted,
} from "../engine/accepted-finding";
export { checkConfiguration } from "./check-configuration";
export { type ConfigurationProblem, problemAt } from "../engine/configuration-problem";
export { deploymentFindings } from "./deployment-findings";
export {
  findingOnRole,
  fingerprint,
  type IdentifiedFinding,
  type KnownFinding,
  Occurrences,
} from "../engine/fingerprint";
export { readSubjectSettings } from "./subject-settings";
export { type FindingToAccept, withAccepted } from "./with-accepted";
export { SEVERITY_OF_REACH } from "../iam/judge-trust";
export { rules } from "../rules";
