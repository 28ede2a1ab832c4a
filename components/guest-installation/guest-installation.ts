import { VirtualMachineRunCommandByVirtualMachine } from "@pulumi/azure-native/compute/virtualMachineRunCommandByVirtualMachine";
import * as pulumi from "@pulumi/pulumi";
import {
  guestPaths,
  renderAwsConfig,
  renderInstallScript,
  renderVerifyScript,
} from "../../credential-helper";
import { ArgumentChecks } from "../arguments/argument-checks";
import { isGiven, withDefault } from "../arguments/inputs";
import { nameCharacters } from "../arguments/rules/names";
import { componentLabel } from "../arguments/told-arguments";
import { childOptions } from "../pulumi/component";
import { hasIdentities } from "./attached-identities";
import { explainFailedCommand } from "./failed-command";
import { checkGuestInstallationArgs, type GuestInstallationArgs } from "./guest-installation-args";
import { guestProfiles } from "./guest-profile";
import { verifiedCaller } from "./guest-verification";
import { soleOnVm } from "./installations-by-vm";
import { INSTALLATION_COMMAND, refuseSecondInstallation } from "./second-installation";

/** How long the scripts may take, in seconds. A package manager may first wait for another one. */
const TIMEOUT = { install: 600, installWithTools: 1800, verify: 600 };

/**
 * The credential helper and the AWS config on a Linux VM, brought there by Azure's Run Command. A change of either
 * reaches the VM in place; a script that fails, fails the deployment. The VM may be anybody's.
 */
export class GuestInstallation extends pulumi.ComponentResource {
  /** The AWS config as it is installed. It holds no secret. */
  readonly awsConfig: pulumi.Output<string>;
  /** The resource ID of the Run Command. */
  readonly runCommandId: pulumi.Output<string>;
  /**
   * The ARN that AWS knew the VM by at the last verification; that of every profile, separated by commas, where there
   * are several. Empty without `verify`.
   */
  readonly verifiedCaller: pulumi.Output<string>;

  constructor(name: string, args: GuestInstallationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azure-to-aws-federation:index:GuestInstallation", name, {}, opts);
    const label = componentLabel("GuestInstallation", name, opts);
    const checks = new ArgumentChecks(label, this);
    const checked = checkGuestInstallationArgs(checks, args);
    checks.plain("name", name, nameCharacters);
    checks.finish();

    const { resourceGroupName } = checked;
    const vmName = soleOnVm(label, this, resourceGroupName, checked.vmName);
    const { identityIds } = checked;
    const attached = isGiven(identityIds)
      ? hasIdentities(label, this, { resourceGroupName, vmName, identityIds })
      : true;
    const common = {
      resourceGroupName,
      location: checked.location,
      vmName,
      treatFailureAsDeploymentFailure: true,
      ...(isGiven(checked.tags) ? { tags: checked.tags as pulumi.Input<Record<string, string>> } : {}),
    };
    const helperFolder = withDefault(checked.helperFolder, () => guestPaths.helperFolder);
    const tools = pulumi.output({
      installAwsCli: withDefault(checked.installAwsCli, () => false),
      installBoto3: withDefault(checked.installBoto3, () => false),
    });
    const profiles = guestProfiles(label, checked.profiles);
    const script = pulumi
      .all([profiles, helperFolder, tools])
      .apply(([known, folder, { installAwsCli, installBoto3 }]) =>
        renderInstallScript({ profiles: known, helperFolder: folder, installAwsCli, installBoto3 }),
      );
    const installation = new VirtualMachineRunCommandByVirtualMachine(
      `${name}-guest`,
      {
        ...common,
        runCommandName: INSTALLATION_COMMAND,
        source: { script },
        timeoutInSeconds: tools.apply(({ installAwsCli, installBoto3 }) =>
          installAwsCli || installBoto3 ? TIMEOUT.installWithTools : TIMEOUT.install,
        ),
      },
      {
        ...childOptions(this, opts),
        hooks: { ...refuseSecondInstallation(label, this), ...explainFailedCommand(label, this) },
        // Version 0.1.0 gave it a name of the component's, which it keeps until it is replaced.
        ignoreChanges: ["runCommandName"],
        deleteBeforeReplace: true,
      },
    );

    this.awsConfig = pulumi
      .all([profiles, helperFolder])
      .apply(([known, folder]) => renderAwsConfig(known, folder));
    this.runCommandId = installation.id;
    this.verifiedCaller = pulumi.output("");
    if (checked.verify === true) {
      const verification = new VirtualMachineRunCommandByVirtualMachine(
        `${name}-verify`,
        {
          ...common,
          source: {
            script: pulumi
              .all([
                script,
                helperFolder,
                checked.user,
                checked.verificationWaits,
                checked.verificationTrigger,
                attached,
              ])
              .apply(([installed, folder, user, waits, trigger, complete]) =>
                renderVerifyScript({
                  user: user ?? "root",
                  helperFolder: folder,
                  // An identity that somebody else has to attach is not worth waiting for.
                  waits: complete && (waits ?? true),
                  trigger: JSON.stringify([
                    installed,
                    trigger ?? "",
                    ...(complete ? [] : ["an identity lacks"]),
                  ]),
                }),
              ),
          },
          timeoutInSeconds: TIMEOUT.verify,
        },
        {
          ...childOptions(this, opts),
          dependsOn: installation,
          hooks: explainFailedCommand(`${label}, verification`, this),
        },
      );
      this.verifiedCaller = verifiedCaller(verification, resourceGroupName, vmName, this);
    }
    this.registerOutputs({
      awsConfig: this.awsConfig,
      runCommandId: this.runCommandId,
      verifiedCaller: this.verifiedCaller,
    });
  }
}
