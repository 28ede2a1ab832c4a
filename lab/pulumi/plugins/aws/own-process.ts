/** When the AWS SDK would read the environment of its process, which the plugin cannot pass to it. */

/** Variables that {@link AwsClient} reads itself, or that only matter to an SDK that looks for credentials. */
const READ_BY_CLIENT: ReadonlySet<string> = new Set([
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_ENDPOINT_URL",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_EC2_METADATA_DISABLED",
]);

/**
 * Whether the plugin needs a process with exactly this environment. It does if there are no keys, because the SDK then looks
 * for a login: in variables, in files below `HOME`, and in the metadata service. It also does if the SDK's other settings
 * differ from those of the process that would serve the plugin.
 *
 * @param environment environment of the deployment
 * @param own environment of the process that would serve the plugin
 */
export function needsOwnProcess(environment: NodeJS.ProcessEnv, own: NodeJS.ProcessEnv): boolean {
  const { AWS_ACCESS_KEY_ID = "", AWS_SECRET_ACCESS_KEY = "" } = environment;
  if (AWS_ACCESS_KEY_ID === "" || AWS_SECRET_ACCESS_KEY === "") {
    return true;
  }
  const names = Object.keys({ ...own, ...environment });
  return names.some(
    (name) => isReadBySdk(name) && !READ_BY_CLIENT.has(name) && environment[name] !== own[name],
  );
}

function isReadBySdk(name: string): boolean {
  return name.startsWith("AWS_") || name === "HOME";
}
