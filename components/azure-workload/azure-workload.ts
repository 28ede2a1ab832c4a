import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../arguments/argument-checks";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { withDefault } from "../arguments/inputs";
import { retryAssignment } from "../entra-audience/replication-retries";
import { requireLogins } from "../logins/logins";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { adoptIdentity, type Identity } from "./adopted-identity";
import { AZURE_WORKLOAD, type AzureWorkloadArgs, type CheckedAzureWorkloadArgs } from "./azure-workload-args";
import { assignmentOf, withWorkload } from "./workload-contract";

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
    const paths = argumentPaths("AzureWorkload", name, args);
    const checks = new ArgumentChecks(paths, this);
    const checked = AZURE_WORKLOAD.check(checks, args);
    checks.finish();

    const loggedIn = requireLogins(paths, this, ["azure", "entra"]);
    const options = childOptions(this, opts);
    const { identityId, contract } = checked;
    const created = identityId === undefined ? createIdentity(name, checked, options) : undefined;
    const identity = created ?? adoptIdentity(paths, this, identityId ?? "");
    const assignment = assignIdentity(paths, identity, checked, options, created);

    this.principalId = pulumi.all([identity.principalId, loggedIn]).apply(([principalId]) => principalId);
    this.clientId = identity.clientId;
    this.tenantId = identity.tenantId;
    this.identityId = pulumi.all([identity.id, assignment.id]).apply(([id]) => id);
    this.contract =
      contract === undefined
        ? pulumi.output("")
        : withWorkload(
            paths,
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

function createIdentity(
  name: string,
  { resourceGroupName, location, tags }: CheckedAzureWorkloadArgs,
  options: ChildOptions,
): UserAssignedIdentity {
  // Without an identity that is adopted there is a group.
  return new UserAssignedIdentity(
    `${name}-identity`,
    {
      resourceGroupName: resourceGroupName ?? "",
      location,
      ...(tags === undefined ? {} : { tags }),
    },
    options,
  );
}

/** Assigns an identity to the app role. @param created - The identity, unless it is adopted. */
function assignIdentity(
  paths: ArgumentPaths,
  identity: Identity,
  { contract, servicePrincipalObjectId, appRoleId }: CheckedAzureWorkloadArgs,
  options: ChildOptions,
  created: UserAssignedIdentity | undefined,
): AppRoleAssignment {
  // Without a contract both are there.
  const assignment =
    contract === undefined
      ? {
          servicePrincipalObjectId: servicePrincipalObjectId ?? "",
          appRoleId: appRoleId ?? "",
        }
      : pulumi.output(contract).apply(assignmentOf);
  return new AppRoleAssignment(
    `${paths.name}-assignment`,
    {
      principalObjectId: identity.principalId,
      resourceObjectId: assignment.servicePrincipalObjectId,
      appRoleId: assignment.appRoleId,
    },
    {
      ...options,
      ...retryAssignment(paths.label, options.parent, created !== undefined),
      // Entra deletes it with the identity.
      ...(created === undefined ? {} : { deletedWith: created }),
    },
  );
}
