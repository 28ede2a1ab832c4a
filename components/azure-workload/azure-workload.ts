import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { withDefault } from "../arguments/inputs";
import { componentLabel } from "../arguments/told-arguments";
import { retryAssignment } from "../entra-audience/replication-retries";
import { requireLogins } from "../logins/logins";
import { childOptions } from "../pulumi/component";
import { adoptIdentity, type Identity } from "./adopted-identity";
import { AZURE_WORKLOAD_KEYS, type AzureWorkloadArgs, checkAzureWorkloadArgs } from "./azure-workload-args";
import { withWorkload } from "./workload-contract";

/**
 * The identity of an Azure workload: a user-assigned managed identity, created or adopted, and its assignment to the
 * app role of an audience.
 */
export class AzureWorkload extends pulumi.ComponentResource {
  /**
   * The resource ID of the identity, to attach it to a VM or other compute. It is there only once the identity is
   * assigned: Azure keeps tokens for a day, and one from before the assignment would lack it that long.
   */
  readonly identityId: pulumi.Output<string>;
  /** The principal (object) ID of the identity: the `sub` claim of its tokens. */
  readonly principalId: pulumi.Output<string>;
  /** The client ID of the identity, by which a workload chooses it when it asks for a token. */
  readonly clientId: pulumi.Output<string>;
  /** The tenant of the identity, a GUID: the one that issues its tokens. */
  readonly tenantId: pulumi.Output<string>;
  /**
   * The contract that was given, with this workload added, as JSON text: for a stack that holds the AWS half. Empty
   * when no contract was given.
   */
  readonly contract: pulumi.Output<string>;

  constructor(name: string, args: AzureWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureWorkload", name, {}, opts);
    const component = componentLabel("AzureWorkload", name, opts);
    const checks = new ArgumentChecks(component, this);
    checks.arguments(args, AZURE_WORKLOAD_KEYS);
    const checked = checkAzureWorkloadArgs(checks, name, args);
    checks.finish();

    const loggedIn = requireLogins(component, this, ["azure", "entra"]);
    const options = childOptions(this, opts);
    const { adoptedId, contract } = checked;
    const created =
      adoptedId === undefined
        ? new UserAssignedIdentity(
            `${name}-identity`,
            {
              resourceGroupName: checked.resourceGroupName,
              location: checked.location,
              ...(checked.tags === undefined ? {} : { tags: checked.tags }),
            },
            options,
          )
        : undefined;
    const identity: Identity = created ?? adoptIdentity(component, this, adoptedId ?? "");
    const assignment = new AppRoleAssignment(
      `${name}-assignment`,
      {
        principalObjectId: identity.principalId,
        resourceObjectId: checked.servicePrincipalObjectId,
        appRoleId: checked.appRoleId,
      },
      {
        ...options,
        ...retryAssignment(component, this, created !== undefined),
        // Entra deletes it with the identity.
        ...(created === undefined ? {} : { deletedWith: created }),
      },
    );

    this.principalId = pulumi.all([identity.principalId, loggedIn]).apply(([principalId]) => principalId);
    this.clientId = identity.clientId;
    this.tenantId = identity.tenantId;
    this.identityId = pulumi.all([identity.id, assignment.id]).apply(([id]) => id);
    this.contract =
      contract === undefined
        ? pulumi.output("")
        : withWorkload(
            component,
            contract,
            withDefault(checked.workloadName, () => name),
            identity,
          );
    this.registerOutputs({
      identityId: this.identityId,
      principalId: this.principalId,
      clientId: this.clientId,
      tenantId: this.tenantId,
      contract: this.contract,
    });
  }
}
