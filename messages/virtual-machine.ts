import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** How to set the SSH key of a VM. */
const SET_A_KEY =
  "Set sshPublicKey to an OpenSSH public key, or set one for the stack: " +
  'pulumi config set azure-to-aws-federation:sshPublicKey "$(cat ~/.ssh/id_ed25519.pub)"';

/** What is wrong with values for VMs, with VMs and networks in Azure, and with what is installed on a VM. */
export const VIRTUAL_MACHINE = new Catalog("Virtual machines", {
  "admin-username-invalid": entry({
    text: () =>
      "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter",
    sample: [],
    cause: "Linux and Azure accept only such names for the administrator.",
    fix: "Omit the argument to use the default, or choose another name.",
  }),
  "admin-username-refused": entry({
    text: () => "Azure refuses this user name. Expected another one, such as azureuser",
    sample: [],
    cause: "Azure refuses names that attackers try first, such as `admin` and `root`.",
    fix: "Choose another name.",
  }),
  "zone-invalid": entry({
    text: () => 'invalid availability zone. Expected "1", "2", or "3"',
    sample: [],
    cause: "Azure numbers the zones of a region, and the argument is a string.",
    fix: "Use one of the three numbers, in quotes.",
  }),
  "cloud-init-invalid": entry({
    text: (headers: readonly string[]) =>
      `invalid cloud-init data. Expected a first line that starts with one of: ${headers.join(", ")}`,
    sample: [["#cloud-config", "#!"]],
    cause:
      "The tool cloud-init ignores data whose first line it does not recognize, and the VM would start without it.",
    fix: "Start the text with `#cloud-config` for YAML, or with `#!/bin/sh` for a script.",
  }),
  "image-id-invalid": entry({
    text: () =>
      "invalid image ID. Expected the resource ID of a Microsoft.Compute/images or of a Microsoft.Compute/galleries/images, with or without /versions",
    sample: [],
    cause:
      "The value is not the ID of a private image. An image of the marketplace belongs to the argument `image`.",
    fix: 'List your images: `az image list --query "[].id"` or `az sig image-definition list --resource-group GROUP --gallery-name GALLERY --query "[].id"`.',
  }),
  "image-part-invalid": entry({
    text: () => "invalid part of an image. Expected letters, digits, or . _ -, as az vm image list shows it",
    sample: [],
    cause: "Publisher, offer, SKU, and version of a marketplace image are four separate arguments.",
    fix: "List the images: `az vm image list --all --publisher PUBLISHER --output table`.",
  }),
  "linux-user-invalid": entry({
    text: () =>
      "invalid user name. Expected 1 to 32 lower-case letters, digits, _, and -, starting with a letter or _",
    sample: [],
    cause: "Linux accepts only such names.",
    fix: "Use the name of a user that exists on the VM, or omit the argument for `root`.",
  }),
  "profile-name-invalid": entry({
    text: () => "invalid profile name. Expected 1 to 64 letters, digits, or _ . @ + = , -",
    sample: [],
    cause: "The AWS CLI and the SDKs read the name from a section of the AWS config file.",
    fix: "Use another name.",
  }),
  "ssh-key-missing": entry({
    text: () => "required SSH key is missing",
    next: () => SET_A_KEY,
    sample: [],
    cause: "Azure creates no Linux VM without a password or a key, and this component sets no password.",
    fix: "Create a key with `ssh-keygen -t ed25519`, and set `sshPublicKey` to the contents of the `.pub` file.",
  }),
  "ssh-key-private": entry({
    text: () => "must be a public key, not a private key",
    next: () => "Use the contents of the .pub file",
    sample: [],
    cause: "The program read the private key file. The message does not show the key.",
    fix: "Read the file that ends in `.pub`. If the private key was committed or logged, create a new pair.",
  }),
  "ssh-key-path": entry({
    text: () => "must be the key itself, not the path of a file",
    next: () => 'Read the file: readFileSync(path, "utf8")',
    sample: [],
    cause: "The argument takes the text of the key.",
    fix: 'Read the file in the program, or use `pulumi config set azure-to-aws-federation:sshPublicKey "$(cat FILE.pub)"`.',
  }),
  "ssh-key-lines": entry({
    text: () => "invalid SSH key. Expected one OpenSSH public key on one line",
    sample: [],
    cause: "The value has several lines: several keys, or a key in another format, such as PEM.",
    fix: "Use one line of an `.pub` file. Convert PEM: `ssh-keygen -i -m PKCS8 -f FILE`.",
  }),
  "ssh-key-type": entry({
    text: () =>
      "invalid SSH key. Expected an OpenSSH public key that starts with ssh-rsa or ssh-ed25519, which Azure accepts",
    sample: [],
    cause: "Azure accepts only these two types of keys for Linux VMs.",
    fix: "Create a key: `ssh-keygen -t ed25519`.",
  }),
  "ssh-key-incomplete": entry({
    text: (type: string) => `incomplete ${type} public key: it was cut or changed`,
    sample: ["ssh-ed25519"],
    cause: "The parts of the key do not add up to a key of its type.",
    fix: "Copy the whole line of the `.pub` file.",
  }),
  "ssh-key-short": entry({
    text: (bits: number) => `SSH key too short. Expected at least 2048 bits; got ${bits}`,
    sample: [1024],
    cause: "Azure refuses RSA keys of fewer than 2048 bits.",
    fix: "Create a key: `ssh-keygen -t ed25519`.",
  }),
  "vm-name-invalid": entry({
    text: () =>
      "invalid VM name. Expected 1 to 64 letters, digits, or . _ -, starting with a letter or digit",
    sample: [],
    cause: "Azure has no VM of this name. A resource ID is not a name.",
    fix: 'List the names: `az vm list --query "[].name"`.',
  }),
  "vm-size-invalid": entry({
    text: () => "invalid VM size. Expected a name such as Standard_B1s",
    sample: [],
    cause: "The value cannot be the name of an Azure VM size.",
    fix: "List the sizes: `az vm list-skus --location REGION --resource-type virtualMachines --output table`.",
  }),
  "trusted-launch-managed-image": entry({
    text: () => "must be false with a managed image: trusted launch requires an image in a compute gallery",
    sample: [],
    cause: "Azure creates VMs with trusted launch, the default, only from marketplace and gallery images.",
    fix: "Set `trustedLaunch: false`, or import the image into a compute gallery.",
  }),
  "trusted-launch-size": entry({
    text: (size: string) =>
      `must be false with the size ${json(size)}: of the sizes with Arm cores, only version 6 and later support it`,
    sample: ["Standard_D2ps_v5"],
    cause: "Azure refuses trusted launch, the default, for these sizes.",
    fix: "Set `trustedLaunch: false`, or choose another size.",
  }),
  "interface-reserved": entry({
    text: () =>
      "Azure keeps the network interface for a VM that failed to start before. Waiting for up to 3 minutes",
    sample: [],
    cause: "After a VM fails to start, Azure reserves its interface for 180 seconds.",
    fix: "Wait: the update goes on by itself.",
  }),
  "network-region-not-checked": entry({
    text: (id: string, said: string) =>
      `could not read the region of ${json(id)}, so it is not checked: ${said}`,
    sample: ["/subscriptions/…/virtualNetworks/hub", "AuthorizationFailed"],
    cause: "The login may not read the network.",
    fix: "Assign the role Reader on the network. If its region is another one, Azure refuses the VM.",
  }),
  "network-in-other-region": entry({
    text: (own: string, id: string, theirs: string) =>
      `is in another region than the VM. Expected one in ${json(own)}; got ${json(id)} in ${json(theirs)}`,
    next: (_own: string, _id: string, theirs: string) =>
      `Choose one in the VM's region, or set location to ${json(theirs)}`,
    sample: ["westeurope", "/subscriptions/…/virtualNetworks/hub", "northeurope"],
    cause: "Azure connects a VM only to networks and NAT gateways in the same region.",
    fix: "Choose a network in the region of the VM, or set `location`.",
  }),
  "network-unreadable": entry({
    text: (id: string, said: string) =>
      `cannot read ${json(id)}. Expected one in the subscription of the azure-native provider that its login may read (provider error: ${said})`,
    sample: ["/subscriptions/…/natGateways/hub", "404 ResourceNotFound"],
    cause: "The resource does not exist, or the login may not read it.",
    fix: "Check it: `az resource show --ids ID`.",
  }),
  "subnet-without-gateway": entry({
    text: (id: string) =>
      `subnet ${json(id)} has no NAT gateway, so egressAddress is empty. The VM needs another way to the internet, such as a route to a firewall`,
    next: () => "Ask the owner of the subnet",
    sample: ["/subscriptions/…/subnets/workloads"],
    cause: "Without a way to the internet, the VM can neither install the credential helper nor reach AWS.",
    fix: "Ask the owner of the subnet for a NAT gateway, or ignore the warning if a firewall routes its traffic.",
  }),
  "network-elsewhere": entry({
    text: (id: string, consequence: string) =>
      `${json(id)} is in another subscription than the azure-native provider's and is not read: ${consequence}`,
    sample: ["/subscriptions/…/natGateways/hub", "egressAddress is empty"],
    cause: "The provider reads only its own subscription. The VM uses the resource all the same.",
    fix: "Ask the owner for the public addresses, for instance to set `allowedSourceIps`.",
  }),
  "vm-unreadable": entry({
    text: (id: string, said: string) =>
      `cannot read VM ${json(id)}. Expected one in the subscription of the azure-native provider (provider error: ${said})`,
    next: () => "List them: az vm list --query [].id",
    sample: ["/subscriptions/…/virtualMachines/app", "404 ResourceNotFound"],
    cause: "The VM does not exist in the provider's subscription, or the login may not read it.",
    fix: 'List the VMs: `az vm list --query "[].id"`.',
  }),
  "vm-not-linux": entry({
    text: (id: string) => `wrong operating system. Expected Linux; ${json(id)} runs Windows`,
    sample: ["/subscriptions/…/virtualMachines/app"],
    cause: "The credential helper is installed with a shell script.",
    fix: "Use a Linux VM.",
  }),
});
