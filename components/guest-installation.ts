import { VirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/virtualMachineRunCommandByVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import { renderAwsConfig, renderInstallScript } from "../guest";
import { ArgumentChecks } from "./arguments/argument-checks";
import { checkGuestInstallationArgs, type GuestInstallationArgs } from "./guest-installation-args";
import { guestProfiles } from "./guest-profile";

/**
 * The credential helper and the AWS config on a Linux VM, brought there by Azure's Run Command. A change of either
 * reaches the VM in place; a script that fails, fails the deployment.
 */
export class GuestInstallation extends pulumi.ComponentResource {
  /** The AWS config as it is installed. It holds no secret. */
  public readonly awsConfig: pulumi.Output<string>;
  /** The resource ID of the Run Command. */
  public readonly runCommandId: pulumi.Output<string>;

  constructor(name: string, args: GuestInstallationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:GuestInstallation", name, {}, opts);
    const label = `GuestInstallation "${name}"`;
    const checks = new ArgumentChecks(label, this);
    const checked = checkGuestInstallationArgs(checks, args);
    checks.finish();

    const profiles = guestProfiles(label, checked.profiles);
    const command = new VirtualMachineRunCommandByVirtualMachine(
      `${name}-guest`,
      {
        resourceGroupName: checked.resourceGroupName,
        location: checked.location,
        vmName: checked.vmName,
        source: { script: profiles.apply((known) => renderInstallScript({ profiles: known })) },
        treatFailureAsDeploymentFailure: true,
        timeoutInSeconds: 600,
      },
      { parent: this },
    );

    this.awsConfig = profiles.apply(renderAwsConfig);
    this.runCommandId = command.id;
    this.registerOutputs({ awsConfig: this.awsConfig, runCommandId: this.runCommandId });
  }
}
