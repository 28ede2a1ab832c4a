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

/** The ID of each component's identity, assigned or not. */
const unassignedIds = new WeakMap<AzureWorkload, pulumi.Output<string>>();

/**
 * The ID of an identity, also in a preview that only creates its assignment. Use it only where nothing is attached;
 * otherwise use the output `identityId`.
 */
export function unassignedIdentityId(of: AzureWorkload): pulumi.Output<string> {
  return unassignedIds.get(of) ?? of.identityId;
}

/**
 * The identity of an Azure workload: a user-assigned managed identity, created or adopted, and its assignment to the
 * app role of an audience.
 */
export class AzureWorkload extends pulumi.ComponentResource {
  /**
   * The resource ID of the identity. Use it to attach the identity to a VM or other compute. The output resolves once the
   * identity is assigned. Azure caches tokens for a day, and a token from before the assignment would lack the app role for
   * that long.
   */
  readonly identityId: pulumi.Output<string>;
  /** The principal (object) ID of the identity: the `sub` claim of its tokens. */
  readonly principalId: pulumi.Output<string>;
  /** The client ID of the identity. A workload selects the identity by it when it requests a token. */
  readonly clientId: pulumi.Output<string>;
  /** The ID of the identity's tenant, a GUID. This tenant issues its tokens. */
  readonly tenantId: pulumi.Output<string>;
  /**
   * The given contract with this workload added, as JSON text, for a stack with the AWS part. Empty if no contract was
   * given.
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
    unassignedIds.set(this, identity.id);
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
  // The checks require a group unless an identity is adopted.
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

/** Assigns an identity to the app role. @param created - The new identity; undefined if it is adopted. */
function assignIdentity(
  paths: ArgumentPaths,
  identity: Identity,
  { contract, servicePrincipalObjectId, appRoleId }: CheckedAzureWorkloadArgs,
  options: ChildOptions,
  created: UserAssignedIdentity | undefined,
): AppRoleAssignment {
  // The checks require both without a contract.
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
      ...retryAssignment(paths.label, options.parent),
      // Entra deletes the assignment together with the identity.
      ...(created === undefined ? {} : { deletedWith: created }),
    },
  );
}
