/** Entra's issuers, audiences, and subjects. */
export {
  applicationIdUriProblems,
  audienceProblems,
  defaultAudience,
  hostToVerify,
  isOnVerifiedDomain,
  judgeNewAudience,
} from "./audience";
export { AZURE_LOGIN_SETTINGS } from "./azure-login-settings";
export { EntraCloud } from "./entra-cloud";
export { entraIssuer, type EntraTokenVersion, recognizeEntraIssuer } from "./entra-issuer";
export { entraSubjectProblems } from "./entra-subject";
export { audienceName, type Declaration, federationName } from "./federation-names";
export { microsoftResource } from "./microsoft-resources";
