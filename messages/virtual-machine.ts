import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** How to set the SSH key of a VM. */
const SET_A_KEY =
  "Set sshPublicKey to an OpenSSH public key, or set one for the stack: " +
  'pulumi config set azure-to-aws-federation:sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"';

/** What is wrong with values for VMs, with VMs and networks in Azure, and with what is installed on a VM. */
export const VIRTUAL_MACHINE = new Catalog({
  "admin-username-invalid": entry({
    text: () =>
      "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter",
  }),
  "admin-username-refused": entry({
    text: () => "Azure refuses this user name. Expected another one, such as azureuser",
  }),
  "zone-invalid": entry({
    text: () => 'invalid availability zone. Expected "1", "2", or "3"',
  }),
  "cloud-init-invalid": entry({
    text: (headers: readonly string[]) =>
      `invalid cloud-init data. Expected a first line that starts with one of: ${headers.join(", ")}`,
  }),
  "image-id-invalid": entry({
    text: () =>
      "invalid image ID. Expected the resource ID of a Microsoft.Compute/images or of a Microsoft.Compute/galleries/images, with or without /versions",
  }),
  "image-part-invalid": entry({
    text: () => "invalid part of an image. Expected letters, digits, or . _ -, as az vm image list shows it",
  }),
  "linux-user-invalid": entry({
    text: () =>
      "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter or _",
  }),
  "profile-name-invalid": entry({
    text: () => "invalid profile name. Expected 1 to 64 letters, digits, or _ . @ + = , -",
  }),
  "ssh-key-missing": entry({
    text: () => "required SSH key is missing",
    next: () => SET_A_KEY,
  }),
  "ssh-key-private": entry({
    text: () => "must be a public key, not a private key",
    next: () => "Use the contents of the .pub file",
  }),
  "ssh-key-path": entry({
    text: () => "must be the key itself, not the path of a file",
    next: () => 'Read the file: readFileSync(path, "utf8")',
  }),
  "ssh-key-lines": entry({
    text: () => "invalid SSH key. Expected one OpenSSH public key on one line",
  }),
  "ssh-key-type": entry({
    text: () =>
      "invalid SSH key. Expected an OpenSSH public key that starts with ssh-rsa or ssh-ed25519, which Azure accepts",
  }),
  "ssh-key-incomplete": entry({
    text: (type: string) => `incomplete ${type} public key: it was cut or changed`,
  }),
  "ssh-key-short": entry({
    text: (bits: number) => `SSH key too short. Expected at least 2048 bits; got ${bits}`,
  }),
  "vm-name-invalid": entry({
    text: () =>
      "invalid VM name. Expected 1 to 64 letters, digits, or . _ -, starting with a letter or digit",
  }),
  "vm-size-invalid": entry({
    text: () => "invalid VM size. Expected a name such as Standard_B1s",
  }),
  "trusted-launch-managed-image": entry({
    text: () => "must be false with a managed image: trusted launch requires an image in a compute gallery",
  }),
  "trusted-launch-size": entry({
    text: (size: string) =>
      `must be false with the size ${json(size)}: of the sizes with Arm cores, only version 6 and later support it`,
  }),
  "interface-reserved": entry({
    text: () =>
      "Azure keeps the network interface for a VM that failed to start before. Waiting for up to 3 minutes",
  }),
  "network-region-not-checked": entry({
    text: (id: string, said: string) =>
      `could not read the region of ${json(id)}, so it is not checked: ${said}`,
  }),
  "network-in-other-region": entry({
    text: (own: string, id: string, theirs: string) =>
      `is in another region than the VM. Expected one in ${json(own)}; got ${json(id)} in ${json(theirs)}`,
    next: (_own: string, _id: string, theirs: string) =>
      `Choose one in the VM's region, or set location to ${json(theirs)}`,
  }),
  "network-unreadable": entry({
    text: (id: string, said: string) =>
      `cannot read ${json(id)}. Expected one in the subscription of the azure-native provider that its login may read (provider error: ${said})`,
  }),
  "subnet-without-gateway": entry({
    text: (id: string) =>
      `subnet ${json(id)} has no NAT gateway, so egressAddress is empty. The VM needs another way to the internet, such as a route to a firewall`,
    next: () => "Ask the owner of the subnet",
  }),
  "network-elsewhere": entry({
    text: (id: string, consequence: string) =>
      `${json(id)} is in another subscription than the azure-native provider's and is not read: ${consequence}`,
  }),
  "vm-unreadable": entry({
    text: (id: string, said: string) =>
      `cannot read VM ${json(id)}. Expected one in the subscription of the azure-native provider (provider error: ${said})`,
    next: () => "List them: az vm list --query [].id",
  }),
  "vm-not-linux": entry({
    text: (id: string) => `wrong operating system. Expected Linux; ${json(id)} runs Windows`,
  }),
});
