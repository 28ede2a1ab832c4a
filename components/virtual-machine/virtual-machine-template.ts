/** The parts of a VM and its network that depend only on arguments, in the form of Azure's APIs. */
import { isGiven } from "../arguments/inputs";
import type { ImdsAccess } from "./virtual-machine-settings";

/**
 * Ubuntu 24.04 LTS by Canonical, generation 2, the newest build at the time of creation, for the cores of a size. Source:
 * Canonical, "Find Ubuntu images on Azure".
 */
export function ubuntuImage(size: string) {
  return {
    publisher: "Canonical",
    offer: "ubuntu-24_04-lts",
    sku: hasArmCores(size) ? "server-arm64" : "server",
    version: "latest",
  };
}

/**
 * Windows Server 2022 Datacenter: Azure Edition, generation 2. Source: Microsoft, "Support for generation 2 VMs on Azure"
 * (all images of the Azure edition are of generation 2).
 */
export const WINDOWS_IMAGE = {
  publisher: "MicrosoftWindowsServer",
  offer: "WindowsServer",
  sku: "2022-datacenter-azure-edition",
  version: "latest",
} as const;

/** The size of a VM for which the program names none. Windows Server with its desktop does not fit into the 1 GiB of the first one. */
export const DEFAULT_SIZE = { linux: "Standard_B1s", windows: "Standard_B2s" } as const;

/**
 * Refuses every connection from outside the VM. It has priority over rules that could be added later, and over the default
 * rules, which allow other networks that are peered with this one.
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

/** A Linux configuration with the key and without a password. */
export function linuxConfiguration(adminUsername: string, sshPublicKey: string) {
  return {
    disablePasswordAuthentication: true,
    provisionVMAgent: true,
    ssh: {
      publicKeys: [{ path: `/home/${adminUsername}/.ssh/authorized_keys`, keyData: sshPublicKey.trim() }],
    },
  };
}

/**
 * The security profile. It omits what the program does not ask for, so that a VM which was created without it does not change.
 *
 * The Metadata Security Protocol protects two endpoints. The one of the platform, WireServer, is only audited: a federation
 * does not need to block it, and blocking it could stop other extensions.
 */
export function securityProfile(trustedLaunch: boolean, imdsAccess: ImdsAccess | undefined) {
  const imds = { mode: imdsAccess === "enforce" ? "Enforce" : "Audit" };
  return {
    ...(trustedLaunch
      ? { securityType: "TrustedLaunch", uefiSettings: { secureBootEnabled: true, vTpmEnabled: true } }
      : {}),
    ...(isGiven(imdsAccess)
      ? { proxyAgentSettings: { enabled: true, imds, wireServer: { mode: "Audit" } } }
      : {}),
  };
}

/**
 * Whether a size has Arm cores: a `p` after their number says so. Source: Microsoft, "Azure virtual machine sizes naming
 * conventions".
 */
export function hasArmCores(size: string): boolean {
  return /^Standard_[A-Z]+\d+(?:-\d+)?[a-z]*p/.test(size);
}

/** The guest proxy agent's extension for a size. */
export function proxyAgentType(size: string): string {
  return hasArmCores(size) ? "ProxyAgentLinuxARM64" : "ProxyAgentLinux";
}

/** Paths in a VM's inputs that Azure fixes when it creates the VM. A change of one replaces the VM. */
export const FIXED_IN_MACHINE = [
  "networkProfile.networkInterfaces[*].id",
  "osProfile.adminUsername",
  "osProfile.computerName",
  "osProfile.customData",
  "osProfile.linuxConfiguration.ssh",
  "securityProfile.encryptionAtHost",
  "securityProfile.securityType",
  "securityProfile.uefiSettings",
  "storageProfile.imageReference",
  "zones",
];

/** The one of these paths that follows from the component's name. A VM keeps its value if the component is renamed. */
export const HOST_NAME = "osProfile.computerName";

/** Azure uses the password when it creates the VM, and refuses another one later. */
export const ADMIN_PASSWORD = "osProfile.adminPassword";

/** The paths that the default of `trustedLaunch` decides. A VM that was created before there was a default keeps its values. */
export const TRUSTED_LAUNCH = ["securityProfile.securityType", "securityProfile.uefiSettings"];

/**
 * The host name of a VM: the component's name in lower case, cut to the 63 characters that a DNS label may have, or to the 15
 * of a Windows computer, whose name must not be a number (osProfile.computerName in the Compute REST reference). Azure cannot
 * change it later.
 */
export function computerName(name: string, isWindows: boolean): string {
  const cut = (text: string): string => text.slice(0, isWindows ? 15 : 63).replace(/-+$/, "");
  const host = cut(name.toLowerCase());
  return isWindows && /^\d+$/.test(host) ? cut(`vm${host}`) : host;
}
