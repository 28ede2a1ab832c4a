import { Catalog, entry } from "./catalog";

/** What is wrong with the installation of the credential helper on a VM. */
export const INSTALLATION = new Catalog("Installation on a VM", {
  "vm-name-unreadable": entry({
    text: (name: string, group: string, said: string) =>
      `cannot read VM ${JSON.stringify(name)}. Expected one in resource group ${JSON.stringify(group)} (provider error: ${said})`,
    next: (_name: string, group: string) =>
      `List them: az vm list --resource-group '${group}' --query [].name`,
    sample: ["app", "orders", "404 ResourceNotFound"],
    cause: "The VM does not exist in the resource group, or the login may not read it.",
    fix: 'List the VMs: `az vm list --resource-group GROUP --query "[].name"`.',
  }),
  "identities-not-attached": entry({
    text: (vm: string, count: number, _command: string) =>
      `VM ${vm} lacks ${count === 1 ? "an identity" : `${count} identities`} that its AWS profiles use`,
    next: (_vm: string, _count: number, command: string) =>
      `The owner of the VM attaches what is missing: ${command}`,
    sample: ["app", 1, "az vm identity assign --resource-group 'orders' --name 'app' --identities 'ID'"],
    cause: "The component does not own the VM, so it does not attach the identity itself.",
    fix: "Run the command of the message. It adds the identity and removes none.",
  }),
  "identities-to-attach": entry({
    text: (vm: string, count: number, _command: string) =>
      `VM ${vm} needs ${count === 1 ? "an identity" : `${count} identities`} that this update creates, and the component does not own the VM`,
    next: (_vm: string, _count: number, command: string) =>
      `After the update, the owner of the VM runs: ${command}. The warning of the update has the ID`,
    sample: ["app", 1, "az vm identity assign --resource-group 'orders' --name 'app' --identities ID"],
    cause:
      "The component does not own the VM, so it does not attach the identity. The preview does not know the ID of a new identity.",
    fix: "Run `pulumi up`. Then run the command that its warning `identities-not-attached` has.",
  }),
  "installation-exists": entry({
    text: (component: string, vm: string, _id: string) =>
      `${component}: VM ${vm} already has an installation, which writes the whole AWS config. Give the VM one GuestInstallation with a profile per role`,
    next: (_component: string, _vm: string, id: string) =>
      `If its stack is gone: az resource delete --ids '${id}'`,
    sample: ['GuestInstallation "app"', "app", "/subscriptions/…/runCommands/azure-to-aws-federation"],
    cause:
      "A VM has one installation, the Run Command of the message. A second one would remove the profiles of the first.",
    fix: "If this stack created it under another name, add an alias, or remove the old one in an earlier update. If the component replaces itself, run `pulumi up --skip-preview`. If its stack is gone, delete the Run Command.",
  }),
  "vm-installed-twice": entry({
    text: (other: string, vm: string) =>
      `${other} already installs on this VM, and an installation writes the whole AWS config. Expected another VM; got ${JSON.stringify(vm)}`,
    next: () => "Give the VM one GuestInstallation with a profile per role, and omit it from the workloads",
    sample: ['GuestInstallation "batch"', "app"],
    cause:
      "Two components of the program install on the same VM. The second would remove the profiles of the first.",
    fix: "Use one `GuestInstallation` with a profile per role.",
  }),
  "profile-invalid": entry({
    text: (reason: string) => `invalid profile: ${reason}`,
    sample: ["subject is also the clientId. Expected the principal (object) ID"],
    cause: "The values of a profile do not fit together, or cannot be written to an AWS config file.",
    fix: "Correct the value. `subject` is the object ID of the identity, and `clientId` is its client ID.",
  }),
  "run-commands-too-many": entry({
    text: (list: string, _remove: string) =>
      `the VM already has 25 Run Commands, the most that Azure allows. List them: ${list}`,
    next: (_list: string, remove: string) => `Delete one that nobody needs: ${remove}`,
    sample: [
      "az vm run-command list --vm-name app",
      "az vm run-command delete --vm-name app --run-command-name NAME",
    ],
    cause: "Run Commands stay on the VM until someone deletes them.",
    fix: "Run the two commands of the message.",
  }),
  "run-command-timeout": entry({
    text: (seconds: string) =>
      `Azure ended the script after ${seconds} seconds (exit status -1). Another package manager may hold its lock, or the VM cannot reach the internet`,
    next: () => "Run pulumi up again",
    sample: ["1200"],
    cause: "The script did not end in time. Azure reports no other reason.",
    fix: "Run `pulumi up` again. If it persists, check on the VM: `curl -sS https://sts.amazonaws.com`.",
  }),
});
