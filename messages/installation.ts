import { Catalog, entry } from "./catalog";

/** What is wrong with the installation of the credential helper on a VM. */
export const INSTALLATION = new Catalog({
  "vm-name-unreadable": entry({
    text: (name: string, group: string, said: string) =>
      `cannot read VM ${JSON.stringify(name)}. Expected one in resource group ${JSON.stringify(group)} (provider error: ${said})`,
    next: (_name: string, group: string) =>
      `List them: az vm list --resource-group '${group}' --query [].name`,
  }),
  "identities-not-attached": entry({
    text: (vm: string, count: number, _command: string) =>
      `VM ${vm} lacks ${count === 1 ? "an identity" : `${count} identities`} that its AWS profiles use`,
    next: (_vm: string, _count: number, command: string) =>
      `The owner of the VM attaches what is missing: ${command}`,
  }),
  "identities-to-attach": entry({
    text: (vm: string, count: number, _command: string) =>
      `VM ${vm} needs ${count === 1 ? "an identity" : `${count} identities`} that this update creates, and the component does not own the VM`,
    next: (_vm: string, _count: number, command: string) =>
      `After the update, the owner of the VM runs: ${command}. The warning of the update has the ID`,
  }),
  "installation-exists": entry({
    text: (component: string, vm: string, _id: string) =>
      `${component}: VM ${vm} already has an installation, which writes the whole AWS config. Give the VM one GuestInstallation with a profile per role`,
    next: (_component: string, _vm: string, id: string) =>
      `If its stack is gone: az resource delete --ids '${id}'`,
  }),
  "vm-installed-twice": entry({
    text: (other: string, vm: string) =>
      `${other} already installs on this VM, and an installation writes the whole AWS config. Expected another VM; got ${JSON.stringify(vm)}`,
    next: () => "Give the VM one GuestInstallation with a profile per role, and omit it from the workloads",
  }),
  "profile-invalid": entry({
    text: (reason: string) => `invalid profile: ${reason}`,
  }),
  "run-commands-too-many": entry({
    text: (list: string, _remove: string) =>
      `the VM already has 25 Run Commands, the most that Azure allows. List them: ${list}`,
    next: (_list: string, remove: string) => `Delete one that nobody needs: ${remove}`,
  }),
  "run-command-timeout": entry({
    text: (seconds: string) =>
      `Azure ended the script after ${seconds} seconds (exit status -1). Another package manager may hold its lock, or the VM cannot reach the internet`,
    next: () => "Run pulumi up again",
  }),
});
