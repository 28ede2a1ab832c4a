/** Variables of the environment that lead the run, its preflight, and the Pulumi providers to different logins or accounts. */
import { terminalColumns, wrapped } from "../wrapped";
import type { AzureLogin } from "./accounts";

/** A variable that is in the way. Its value is not repeated: it may be a secret. */
export interface Conflict {
  readonly variable: string;
  /** What would go wrong. */
  readonly reason: string;
}

/** A truth value as the providers read it, which are written in Go. */
const TRUE = /^(?:1|t|true)$/i;
const FALSE = /^(?:0|f|false)$/i;

/** Switches that choose another login than the run's. */
const OTHER_LOGINS: Readonly<Record<string, string>> = {
  ARM_USE_MSI: "a managed identity",
  ARM_USE_OIDC: "an OIDC token",
  ARM_USE_AKS_WORKLOAD_IDENTITY: "a workload identity of AKS",
  ARM_USE_DEFAULT_AZURE_CREDENTIAL: "the default credential of the SDK",
};

/** Variables that, if they are set at all, choose another login than the run's. */
const OTHER_CREDENTIALS: Readonly<Record<string, string>> = {
  ARM_CLIENT_CERTIFICATE: "a certificate",
  ARM_CLIENT_CERTIFICATE_PATH: "a certificate",
  ARM_CLIENT_ID_FILE_PATH: "the client ID in a file",
  ARM_CLIENT_SECRET_FILE_PATH: "the secret in a file",
};

/**
 * Finds them all.
 *
 * Sources: pulumi/pulumi-azure-native `provider/pkg/provider/auth_azidentity.go` (`readAuthConfig`, and the order of the logins);
 * hashicorp/terraform-provider-azuread `internal/provider/provider.go`; Azure/azure-cli `azure/cli/core/_profile.py`;
 * aws/aws-sdk-go-v2 `config/resolve_credentials.go`; aws/aws-sdk-js-v3 `credential-provider-node`, `defaultProvider`.
 */
export function conflictingVariables(
  environment: NodeJS.ProcessEnv,
  { tenantId, subscriptionId, application }: AzureLogin,
): readonly Conflict[] {
  const value = (variable: string): string => environment[variable] ?? "";
  const conflicts: Conflict[] = [];
  const refuse = (isWrong: boolean, variable: string, reason: string): void => {
    if (isWrong && value(variable) !== "") {
      conflicts.push({ variable, reason });
    }
  };
  const how = application === undefined ? "the Azure CLI" : "ARM_CLIENT_SECRET";
  for (const [variable, login] of Object.entries(OTHER_LOGINS)) {
    refuse(TRUE.test(value(variable)), variable, `chooses ${login}, and the run signs in by ${how}`);
  }
  for (const [variable, login] of Object.entries(OTHER_CREDENTIALS)) {
    refuse(true, variable, `chooses ${login}, and the run signs in by ${how}`);
  }
  if (application === undefined) {
    refuse(true, "ARM_CLIENT_ID", "names an application, and the run signs in by the Azure CLI");
    refuse(
      true,
      "ARM_TENANT_ID",
      "the azure-native provider passes it to the Azure CLI next to the subscription, which fails",
    );
    refuse(
      FALSE.test(value("ARM_USE_CLI")),
      "ARM_USE_CLI",
      "forbids the Azure CLI, by which the run signs in",
    );
  }
  refuse(true, "ARM_METADATA_HOSTNAME", "leads the azuread provider to another cloud");
  const isPublic = /^(?:public|azurecloud|azurepubliccloud)$/i.test(value("AZURE_ENVIRONMENT"));
  refuse(!isPublic, "AZURE_ENVIRONMENT", "leads the azure-native provider to another cloud");
  const isElsewhere = (variable: string, id: string): boolean =>
    value(variable).toLowerCase() !== id.toLowerCase();
  refuse(
    isElsewhere("AZURE_TENANT_ID", tenantId),
    "AZURE_TENANT_ID",
    `names another tenant than ${tenantId}`,
  );
  const otherSubscription = `names another subscription than ${subscriptionId}`;
  refuse(isElsewhere("AZURE_SUBSCRIPTION_ID", subscriptionId), "AZURE_SUBSCRIPTION_ID", otherSubscription);
  const hasKeys = value("AWS_ACCESS_KEY_ID") !== "" && value("AWS_SECRET_ACCESS_KEY") !== "";
  refuse(
    hasKeys || value("AWS_WEB_IDENTITY_TOKEN_FILE") !== "",
    "AWS_PROFILE",
    `the run would use it, and Pulumi ${hasKeys ? "AWS_ACCESS_KEY_ID" : "AWS_WEB_IDENTITY_TOKEN_FILE"}`,
  );
  refuse(
    value("AWS_PROFILE") === "" && !hasKeys,
    "AWS_DEFAULT_PROFILE",
    "Pulumi would use it, and the run the default profile. Set AWS_PROFILE in its place",
  );
  return conflicts;
}

/** @throws Error that names all of them, and the command that mends it */
export function demandNoConflicts(environment: NodeJS.ProcessEnv, login: AzureLogin): void {
  const conflicts = conflictingVariables(environment, login);
  if (conflicts.length === 0) {
    return;
  }
  throw new Error(
    [
      "Variables of the environment lead to different logins or accounts:",
      ...conflicts.map(({ variable, reason }) =>
        wrapped(`  ${variable}: ${reason}.`, terminalColumns(), "    "),
      ),
      "Nothing was created. Expected: none of them. To run without them:",
      `  unset ${conflicts.map(({ variable }) => variable).join(" ")}`,
    ].join("\n"),
  );
}
