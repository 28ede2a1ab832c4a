/** Finds environment variables that select different logins or accounts for the run, its preflight, and the Pulumi providers. */
import { terminalColumns, wrapped } from "../../lab/terminal";
import { coded, withCode } from "../../messages";
import type { AzureLogin } from "./accounts";

/** A variable that conflicts. Messages do not repeat its value, because it may be a secret. */
export interface Conflict {
  readonly variable: string;
  /** Why it conflicts. */
  readonly reason: string;
}

/** Boolean values, as the providers read them in Go. */
const TRUE = /^(?:1|t|true)$/i;
const FALSE = /^(?:0|f|false)$/i;

/** Switches that select another login than the run's. */
const OTHER_LOGINS: Readonly<Record<string, string>> = {
  ARM_USE_MSI: "a managed identity",
  ARM_USE_OIDC: "an OIDC token",
  ARM_USE_AKS_WORKLOAD_IDENTITY: "a workload identity of AKS",
  ARM_USE_DEFAULT_AZURE_CREDENTIAL: "the default credential of the SDK",
};

/** Variables that select another login than the run's with any value. */
const OTHER_CREDENTIALS: Readonly<Record<string, string>> = {
  ARM_CLIENT_CERTIFICATE: "a certificate",
  ARM_CLIENT_CERTIFICATE_PATH: "a certificate",
  ARM_CLIENT_ID_FILE_PATH: "the client ID in a file",
  ARM_CLIENT_SECRET_FILE_PATH: "the secret in a file",
};

/**
 * Finds all conflicts.
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
    refuse(TRUE.test(value(variable)), variable, `selects ${login}, but the run signs in with ${how}`);
  }
  for (const [variable, login] of Object.entries(OTHER_CREDENTIALS)) {
    refuse(true, variable, `selects ${login}, but the run signs in with ${how}`);
  }
  if (application === undefined) {
    refuse(true, "ARM_CLIENT_ID", "selects an application, but the run signs in with the Azure CLI");
    refuse(
      true,
      "ARM_TENANT_ID",
      "azure-native passes it to the Azure CLI with the subscription, and the CLI refuses both together",
    );
    refuse(
      FALSE.test(value("ARM_USE_CLI")),
      "ARM_USE_CLI",
      "disables the Azure CLI, but the run signs in with it",
    );
  }
  refuse(true, "ARM_METADATA_HOSTNAME", "selects another cloud for the azuread provider");
  const isPublic = /^(?:public|azurecloud|azurepubliccloud)$/i.test(value("AZURE_ENVIRONMENT"));
  refuse(!isPublic, "AZURE_ENVIRONMENT", "selects another cloud for the azure-native provider");
  const isElsewhere = (variable: string, id: string): boolean =>
    value(variable).toLowerCase() !== id.toLowerCase();
  refuse(
    isElsewhere("AZURE_TENANT_ID", tenantId),
    "AZURE_TENANT_ID",
    `selects another tenant than ${tenantId}`,
  );
  const otherSubscription = `selects another subscription than ${subscriptionId}`;
  refuse(isElsewhere("AZURE_SUBSCRIPTION_ID", subscriptionId), "AZURE_SUBSCRIPTION_ID", otherSubscription);
  const hasKeys = value("AWS_ACCESS_KEY_ID") !== "" && value("AWS_SECRET_ACCESS_KEY") !== "";
  refuse(
    hasKeys || value("AWS_WEB_IDENTITY_TOKEN_FILE") !== "",
    "AWS_PROFILE",
    `the run would use it, but Pulumi would use ${hasKeys ? "AWS_ACCESS_KEY_ID" : "AWS_WEB_IDENTITY_TOKEN_FILE"}`,
  );
  refuse(
    value("AWS_PROFILE") === "" && !hasKeys,
    "AWS_DEFAULT_PROFILE",
    "Pulumi would use it, but the run would use the default profile. Set AWS_PROFILE instead",
  );
  return conflicts;
}

/** @throws Error that lists all conflicts, with the command that unsets the variables */
export function demandNoConflicts(environment: NodeJS.ProcessEnv, login: AzureLogin): void {
  const conflicts = conflictingVariables(environment, login);
  if (conflicts.length === 0) {
    return;
  }
  throw new Error(
    [
      wrapped(
        withCode(
          coded(
            "acceptance-variables-conflict",
            "environment variables select different logins or accounts. Nothing was created",
            "Unset the variables below",
          ),
        ),
        terminalColumns(),
      ),
      ...conflicts.map(({ variable, reason }) =>
        wrapped(`  ${variable}: ${reason}.`, terminalColumns(), "    "),
      ),
      "To run without them:",
      `  unset ${conflicts.map(({ variable }) => variable).join(" ")}`,
    ].join("\n"),
  );
}
