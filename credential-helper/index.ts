/**
 * What runs on the Azure side: the credential helper, the AWS config that uses it, and the script that installs both.
 *
 * @packageDocumentation
 */
export { renderAwsConfig } from "./aws-config";
export { bundledHelper } from "./bundled-helper";
export { renderInstallCloudConfig } from "./install-cloud-config";
export { renderInstallScript, type InstallScriptArgs } from "./install-script";
export type { OptionalTools } from "./optional-tools";
export { guestPaths, helperFolderProblems } from "./paths";
export { GuestProfileError, guestProfileProblems, type GuestProblem, type GuestProfile } from "./profile";
export { type RemoveScriptArgs, renderRemoveScript } from "./remove-script";
export { renderVerifyScript, type VerifyScriptArgs } from "./verify-script";
export {
  renderWindowsInstallScript,
  renderWindowsRemoveScript,
  renderWindowsVerifyScript,
  windowsHelperProblems,
  type WindowsInstallScriptArgs,
  type WindowsVerifyScriptArgs,
} from "./windows-scripts";
