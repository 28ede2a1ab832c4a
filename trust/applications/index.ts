/** What the owner of an Entra application names, and how its providers sign in. */
export {
  applicationIdUriProblems,
  defaultAudience,
  hostToVerify,
  isOnVerifiedDomain,
  judgeNewAudience,
} from "./application-id-uri";
export { AZURE_LOGIN_SETTINGS } from "./azure-login-settings";
export { audienceName, type Declaration, federationName } from "./federation-names";
