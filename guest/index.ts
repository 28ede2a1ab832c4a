/**
 * What runs on the Azure side: the credential helper, the AWS config that uses it, and the script that installs both.
 *
 * @packageDocumentation
 */
export { renderAwsConfig } from "./aws-config";
export { renderInstallScript, type InstallScriptArgs } from "./install-script";
export { guestPaths, helperFolderProblems } from "./paths";
export { GuestProfileError, guestProfileProblems, type GuestProfile } from "./profile";
