/** Settings of the Pulumi providers that decide who deploys, and where, in addition to the login that this command uses. */
import { AZURE_LOGIN_SETTINGS, isObject, stringsIn } from "../../trust";
import { listOf, scalar } from "./stack-config";

/** A setting of the stack or of the environment. */
export interface Setting {
  /** Such as `azure-native:tenantId` or `ARM_TENANT_ID`. */
  readonly name: string;
  readonly value: string;
}

/** The providers' configuration. */
export interface ProviderSettings {
  /** Names of settings by which the Azure providers sign in on their own. */
  readonly azureLogin: readonly string[];
  /** The applications that {@link azureLogin} names. A secret one is not here. */
  readonly azureClientIds: readonly string[];
  /** Names of settings by which the AWS provider signs in on its own. */
  readonly awsLogin: readonly string[];
  /** The role that the AWS provider assumes last, if that is all that {@link awsLogin} says. */
  readonly awsRole: string | undefined;
  readonly forbiddenAccountIds: readonly string[];
  /** The tenant of `azure-native` and that of `azuread`. */
  readonly tenants: { readonly azureNative: Setting | undefined; readonly azuread: Setting | undefined };
  /** The cloud of `azure-native` and that of `azuread`. */
  readonly clouds: { readonly azureNative: Setting | undefined; readonly azuread: Setting | undefined };
  /** Whether `azure-native` has a subscription in its configuration. */
  readonly hasSubscription: boolean;
}

/** Settings by which the AWS provider takes another role. Source: `config/vars.d.ts` of `@pulumi/aws`. */
const AWS_ROLE: readonly string[] = ["assumeRole", "assumeRoles", "assumeRoleWithWebIdentity"];

/** Settings by which the AWS provider takes other keys. Source: the same. */
const AWS_KEYS: readonly string[] = [
  "accessKey",
  "secretKey",
  "token",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
];

/**
 * Reads the settings of the providers.
 *
 * @param config - The stack's configuration, by names such as `aws:region`. Without one: empty.
 */
export function providerSettings(
  config: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): ProviderSettings {
  const given = (namespaces: readonly string[], names: readonly string[]): readonly string[] =>
    namespaces.flatMap((namespace) =>
      names.map((name) => `${namespace}:${name}`).filter((name) => isSet(config[name])),
    );
  const setting = (name: string, variable: string): Setting | undefined => {
    const [value] = scalar(config[name]);
    const ofEnvironment = environment[variable] ?? "";
    if (value !== undefined) {
      return { name, value };
    }
    return ofEnvironment === "" ? undefined : { name: variable, value: ofEnvironment };
  };
  const azure = ["azure-native", "azuread"];
  const keys = given(["aws"], AWS_KEYS);
  const roles = given(["aws"], AWS_ROLE);
  const [role] = roles;
  return {
    azureLogin: given(azure, Object.keys(AZURE_LOGIN_SETTINGS)),
    azureClientIds: azure.flatMap((namespace) => scalar(config[`${namespace}:clientId`])),
    awsLogin: [...keys, ...roles],
    awsRole: keys.length === 0 && roles.length === 1 && role !== undefined ? roleIn(config[role]) : undefined,
    forbiddenAccountIds: listOf(config["aws:forbiddenAccountIds"]),
    tenants: {
      azureNative: setting("azure-native:tenantId", "ARM_TENANT_ID"),
      azuread: setting("azuread:tenantId", "ARM_TENANT_ID"),
    },
    clouds: {
      azureNative: setting("azure-native:environment", "ARM_ENVIRONMENT"),
      azuread: setting("azuread:environment", "ARM_ENVIRONMENT"),
    },
    hasSubscription: setting("azure-native:subscriptionId", "ARM_SUBSCRIPTION_ID") !== undefined,
  };
}

/** Whether a setting says anything. A secret does, though nobody can read it here. */
function isSet(value: unknown): boolean {
  const read = parsed(value);
  return Array.isArray(read)
    ? read.length > 0
    : ![undefined, null, "", false, "false"].includes(read as string);
}

/** The ARN of the last role of `aws:assumeRoles`, or of the one role. */
function roleIn(value: unknown): string | undefined {
  const read = parsed(value);
  const last: unknown = Array.isArray(read) ? read.at(-1) : read;
  return isObject(last) ? stringsIn([last.roleArn]).at(0) : undefined;
}

/** A list or an object, which `pulumi config set` without `--path` keeps as JSON in a string. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
