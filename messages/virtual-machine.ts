import { Catalog, entry } from "./catalog";

/** How to set the SSH key of a VM. */
const SET_A_KEY =
  "Set sshPublicKey to an OpenSSH public key, or set one for the stack: " +
  'pulumi config set azure-to-aws-federation:sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"';

/** What is wrong with values for VMs, with VMs and networks in Azure, and with what is installed on a VM. */
export const VIRTUAL_MACHINE = new Catalog({
  "ssh-key-missing": entry({
    text: () => "required SSH key is missing",
    next: () => SET_A_KEY,
  }),
  "ssh-key-incomplete": entry({
    text: (type: string) => `incomplete ${type} public key: it was cut or changed`,
  }),
});
