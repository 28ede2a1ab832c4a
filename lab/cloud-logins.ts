/** The variables of a developer's environment that would lead a client of the lab to the developer's own clouds. */

/** Logins, accounts, regions, and addresses of AWS, Azure, and Terraform's providers for them. */
const CLOUDS = /^(?:AWS|AZURE|ARM|MSI|IDENTITY)_/i;

/** This project's own variables, and one with which the SDK of AWS keeps silent about old versions of Node. */
const KEPT = /^(?:AZURE_TO_AWS_|AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED$)/i;

/** An environment without these variables. */
export function withoutCloudLogins(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !CLOUDS.test(name) || KEPT.test(name)),
  );
}
