/** The parts of a VM and its network that are the same everywhere, as Azure's APIs take them. */

/** Ubuntu 24.04 LTS by Canonical, generation 2, the newest build at the time of creation. */
export const UBUNTU_IMAGE = {
  publisher: "Canonical",
  offer: "ubuntu-24_04-lts",
  sku: "server",
  version: "latest",
} as const;

/**
 * Refuses every connection from outside the VM. It comes before anything that could be added later, and before the
 * default rules, which let in other networks that are peered with this one.
 */
export const DENY_ALL_INBOUND = {
  name: "DenyAllInbound",
  description: "Nothing may connect to this network.",
  direction: "Inbound",
  access: "Deny",
  priority: 100,
  protocol: "*",
  sourceAddressPrefix: "*",
  sourcePortRange: "*",
  destinationAddressPrefix: "*",
  destinationPortRange: "*",
} as const;

/** A Linux set-up that takes the key and no password. */
export function linuxConfiguration(adminUsername: string, sshPublicKey: string) {
  return {
    disablePasswordAuthentication: true,
    provisionVMAgent: true,
    ssh: {
      publicKeys: [{ path: `/home/${adminUsername}/.ssh/authorized_keys`, keyData: sshPublicKey.trim() }],
    },
  };
}
