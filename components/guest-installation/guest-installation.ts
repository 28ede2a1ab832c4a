import { VirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/virtualMachineRunCommandByVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import {
  renderRemoveScript,
  renderVerifyScript,
  renderWindowsRemoveScript,
  renderWindowsVerifyScript,
} from "../../credential-helper";
import { awsConfig } from "../../credential-helper/aws-config";
import { installScript } from "../../credential-helper/install-script";
import { WINDOWS_COMMAND, windowsInstallScript } from "../../credential-helper/windows-scripts";
import { ArgumentChecks } from "../arguments/argument-checks";
import { type ArgumentPaths, argumentPaths } from "../arguments/argument-paths";
import { isGiven, withDefault } from "../arguments/inputs";
import { nameCharacters } from "../arguments/rules/names";
import { type ChildOptions, childOptions } from "../pulumi/component";
import { hasIdentities } from "./attached-identities";
import { explainFailedCommand } from "./failed-command";
import {
  type CheckedGuestInstallationArgs,
  GUEST_INSTALLATION,
  type GuestInstallationArgs,
} from "./guest-installation-args";
import { guestProfiles } from "./guest-profile";
import { verifiedCaller } from "./guest-verification";
import { soleOnVm } from "./installations-by-vm";
import { INSTALLATION_COMMAND, refuseSecondInstallation } from "./second-installation";

/** The timeouts of the scripts, in seconds. A package manager may first wait for another one. */
const TIMEOUT = { install: 600, installWithAwsCli: 1800, verify: 600 };

/**
 * Installs the credential helper and the AWS config on a VM, with Azure's Run Command. A change of either is applied in
 * place. If a script fails, the deployment fails. The program does not need to own the VM. On Windows, the helper is the static
 * one, which the VM downloads.
 *
 * Azure runs nothing on the VM when a Run Command is deleted, so `pulumi destroy` leaves what is installed. `uninstall` removes
 * it.
 */
export class GuestInstallation extends pulumi.ComponentResource {
  /**
   * The installed AWS config. It contains no secret. Empty with `uninstall`. On Windows, the installed one has the path of the
   * helper in place of its name.
   */
  readonly awsConfig: pulumi.Output<string>;
  /** The resource ID of the Run Command. */
  readonly runCommandId: pulumi.Output<string>;
  /**
   * The ARN that AWS returned for the VM at the last verification. With several profiles, it lists the ARN of each,
   * separated by commas. Empty without `verify`.
   */
  readonly verifiedCaller: pulumi.Output<string>;

  constructor(name: string, args: GuestInstallationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:GuestInstallation", name, {}, opts);
    const paths = argumentPaths("GuestInstallation", name, args);
    const checks = new ArgumentChecks(paths, this);
    const checked: CheckedGuestInstallationArgs = GUEST_INSTALLATION.check(checks, args);
    checks.checkName(nameCharacters);
    checks.finish();

    const child = childOptions(this, opts);
    const { resourceGroupName, identityIds, uninstall = false } = checked;
    const vmName = soleOnVm(paths, this, resourceGroupName, checked.vmName);
    const attached =
      isGiven(identityIds) && !uninstall
        ? hasIdentities(paths, this, { resourceGroupName, vmName, identityIds })
        : pulumi.output(true);
    const profiles = guestProfiles(paths, checked.profiles);
    const installAwsCli = withDefault(checked.installAwsCli, () => false);
    const script = pulumi
      .all([profiles, installAwsCli, checked.windowsHelper])
      .apply(([known, awsCli, windowsHelper]) => {
        const roleArns = known.map(({ roleArn }) => roleArn);
        if (isGiven(windowsHelper)) {
          return uninstall ? renderWindowsRemoveScript(roleArns) : windowsInstallScript(known, windowsHelper);
        }
        return uninstall ? renderRemoveScript({ roleArns }) : installScript(known, { installAwsCli: awsCli });
      });
    const command: CommandInputs = {
      resourceGroupName,
      location: checked.location,
      vmName,
      treatFailureAsDeploymentFailure: true,
      ...(isGiven(checked.tags) ? { tags: checked.tags as pulumi.Input<Record<string, string>> } : {}),
    };
    const installation = createInstallation(paths, command, script, installAwsCli, child);

    const helperCommand = isGiven(checked.windowsHelper) ? WINDOWS_COMMAND : undefined;
    this.awsConfig = profiles.apply((known) => (uninstall ? "" : awsConfig(known, helperCommand)));
    this.runCommandId = installation.id;
    this.verifiedCaller = pulumi.output("");
    if (checked.verify === true && !uninstall) {
      const verifyScript = verificationScript(checked, { script, attached });
      const verification = createVerification(paths, command, verifyScript, installation, child);
      this.verifiedCaller = verifiedCaller(verification, resourceGroupName, vmName, this);
    }
    this.registerOutputs({
      awsConfig: this.awsConfig,
      runCommandId: this.runCommandId,
      verifiedCaller: this.verifiedCaller,
    });
  }
}

/** The inputs that both Run Commands share. */
interface CommandInputs {
  readonly resourceGroupName: pulumi.Input<string>;
  readonly location: pulumi.Input<string | undefined>;
  readonly vmName: pulumi.Input<string>;
  readonly treatFailureAsDeploymentFailure: true;
  readonly tags?: pulumi.Input<Record<string, string>>;
}

function createInstallation(
  { name, label }: ArgumentPaths,
  command: CommandInputs,
  script: pulumi.Output<string>,
  installAwsCli: pulumi.Output<boolean>,
  child: ChildOptions,
): VirtualMachineRunCommandByVirtualMachine {
  return new VirtualMachineRunCommandByVirtualMachine(
    `${name}-guest`,
    {
      ...command,
      runCommandName: INSTALLATION_COMMAND,
      source: { script },
      timeoutInSeconds: installAwsCli.apply((isAsked) =>
        isAsked ? TIMEOUT.installWithAwsCli : TIMEOUT.install,
      ),
    },
    {
      ...child,
      hooks: {
        ...refuseSecondInstallation(label, child.parent),
        ...explainFailedCommand(label, child.parent),
      },
      // Version 0.1.0 named it after the component. It keeps that name until it is replaced.
      ignoreChanges: ["runCommandName"],
      deleteBeforeReplace: true,
    },
  );
}

/** What the verification checks. */
interface Installed {
  readonly script: pulumi.Output<string>;
  /** Whether the VM has all identities. */
  readonly attached: pulumi.Output<boolean>;
}

function verificationScript(
  args: CheckedGuestInstallationArgs,
  { script, attached }: Installed,
): pulumi.Output<string> {
  return pulumi
    .all([script, args.user, args.verificationTrigger, attached, args.windowsHelper])
    .apply(([installed, user, given, complete, windowsHelper]) => {
      const trigger = JSON.stringify([installed, given ?? "", ...(complete ? [] : ["an identity lacks"])]);
      // Waiting does not help if someone has yet to attach an identity.
      const waits = complete;
      return isGiven(windowsHelper)
        ? renderWindowsVerifyScript({ waits, trigger })
        : renderVerifyScript({ user: user ?? "root", waits, trigger });
    });
}

function createVerification(
  { name, label }: ArgumentPaths,
  command: CommandInputs,
  script: pulumi.Output<string>,
  installation: pulumi.Resource,
  child: ChildOptions,
): VirtualMachineRunCommandByVirtualMachine {
  return new VirtualMachineRunCommandByVirtualMachine(
    `${name}-verify`,
    { ...command, source: { script }, timeoutInSeconds: TIMEOUT.verify },
    {
      ...child,
      dependsOn: installation,
      hooks: explainFailedCommand(`${label}, verification`, child.parent),
    },
  );
}
