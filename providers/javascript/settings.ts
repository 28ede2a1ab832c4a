/** Reads the arguments: each from the call or from its variable, and all checked at once. */
import { type ArgumentName, ARGUMENTS, type FromAzureOptions, PARTITIONS } from "./arguments";
import { AzureToAwsError, type Problem } from "./azure-to-aws-error";

/** Checked arguments. */
export type Settings = ReturnType<typeof readSettings>;

/**
 * Reads the arguments.
 *
 * @param environment - Has the defaults. An empty variable counts as not set.
 * @throws AzureToAwsError with every problem, one per line.
 */
export function readSettings(options: FromAzureOptions, environment: NodeJS.ProcessEnv) {
  const problems: Problem[] = [];
  const optional = (name: ArgumentName): string | undefined => {
    const { variable = "", isValid, expected } = ARGUMENTS[name];
    const given = options[name]?.toString();
    const value = given ?? (environment[variable] === "" ? undefined : environment[variable]);
    if (value !== undefined && !isValid(value)) {
      const fix = `Correct ${given === undefined ? variable : name}`;
      const text = `${name}: invalid value. Expected ${expected}; got "${value.slice(0, 200)}". ${fix}`;
      problems.push({ code: "helper-option-value", text });
    }
    return value;
  };
  const required = (name: ArgumentName, otherwise?: string): string => {
    const { variable = "", expected } = ARGUMENTS[name];
    const value = optional(name) ?? otherwise;
    if (value === undefined) {
      const text = `${name}: missing. Expected ${expected}; got nothing. Pass ${name}, or set ${variable}`;
      problems.push({ code: "helper-option-missing", text });
    }
    return value ?? "";
  };
  const roleArn = required("roleArn");
  const [, partition = ""] = roleArn.split(":");
  const settings = {
    roleArn,
    audience: required("audience"),
    clientId: optional("clientId"),
    region: required("region", (PARTITIONS[partition] ?? PARTITIONS.aws)?.main),
    durationSeconds: Number(optional("durationSeconds") ?? 3600),
    sessionName: optional("sessionName"),
  };
  const [found] = Object.entries(PARTITIONS).find(([, { begin }]) => settings.region.startsWith(begin)) ?? [];
  if (problems.length === 0 && found !== partition) {
    const text = `region: of another partition than roleArn. Expected one of ${partition}; got "${settings.region}". Pass another region, or set AWS_REGION`;
    problems.push({ code: "helper-region-partition", text });
  }
  const [first, ...others] = problems;
  if (first !== undefined) {
    throw new AzureToAwsError([first, ...others]);
  }
  return settings;
}
