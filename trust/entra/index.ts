/** Entra's issuers, audiences, and subjects. */
export { audienceProblems } from "./audience";
export { EntraCloud } from "./entra-cloud";
export { entraIssuer, type EntraTokenVersion, recognizeEntraIssuer } from "./entra-issuer";
export { entraSubjectProblems } from "./entra-subject";
export { microsoftResource } from "./microsoft-resources";
