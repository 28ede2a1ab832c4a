import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity/userAssignedIdentity";
import { AppRoleAssignment } from "@pulumi/azuread/appRoleAssignment";
import * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "./arguments/argument-checks";
import { type AzureWorkloadArgs, checkAzureWorkloadArgs } from "./azure-workload-args";

/** The identity of an Azure workload: a user-assigned managed identity, assigned to the app role of an audience. */
export class AzureWorkload extends pulumi.ComponentResource {
  /**
   * The resource ID of the identity, to attach it to a VM or other compute. It is there only once the identity is
   * assigned: Azure keeps tokens for a day, and one from before the assignment would lack it that long.
   */
  public readonly identityId: pulumi.Output<string>;
  /** The principal (object) ID of the identity: the `sub` claim of its tokens. */
  public readonly principalId: pulumi.Output<string>;
  /** The client ID of the identity, by which a workload chooses it when it asks for a token. */
  public readonly clientId: pulumi.Output<string>;

  constructor(name: string, args: AzureWorkloadArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:AzureWorkload", name, {}, opts);
    const checks = new ArgumentChecks(`AzureWorkload "${name}"`, this);
    const checked = checkAzureWorkloadArgs(checks, args);
    checks.finish();

    const identity = new UserAssignedIdentity(
      `${name}-identity`,
      { resourceGroupName: checked.resourceGroupName, location: checked.location },
      { parent: this },
    );
    const assignment = new AppRoleAssignment(
      `${name}-assignment`,
      {
        principalObjectId: identity.principalId,
        resourceObjectId: checked.servicePrincipalObjectId,
        appRoleId: checked.appRoleId,
      },
      { parent: this },
    );

    this.principalId = identity.principalId;
    this.clientId = identity.clientId;
    this.identityId = pulumi.all([identity.id, assignment.id]).apply(([id]) => id);
    this.registerOutputs({
      identityId: this.identityId,
      principalId: this.principalId,
      clientId: this.clientId,
    });
  }
}
