import { Catalog, entry } from "./catalog";

/** What is wrong with the installation of the credential helper on a VM. */
export const INSTALLATION = new Catalog({
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
});
