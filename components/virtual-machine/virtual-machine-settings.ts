import type * as pulumi from "@pulumi/pulumi";

/** What Azure's Metadata Security Protocol does with a request that its rules do not allow. */
export const ImdsAccess = {
  /** It is written to the log of the guest proxy agent, and answered. */
  Audit: "audit",
  /** It is refused. */
  Enforce: "enforce",
} as const;
export type ImdsAccess = (typeof ImdsAccess)[keyof typeof ImdsAccess];

/** An image of the Azure marketplace. */
export interface MarketplaceImage {
  /** Who publishes it, such as `Canonical`. */
  publisher: pulumi.Input<string>;
  /** What is offered, such as `ubuntu-24_04-lts`. */
  offer: pulumi.Input<string>;
  /** Which variant, such as `server`. Trusted launch needs one of generation 2. */
  sku: pulumi.Input<string>;
  /** Which build. Default: `latest` when the VM is made. */
  version?: pulumi.Input<string | undefined>;
}

/** What can be chosen about a workload's VM. */
export interface VirtualMachineSettings {
  /**
   * The OpenSSH public key of the administrator on one line, `ssh-ed25519` or `ssh-rsa` with at least 2048 bits. There
   * is no password and nothing listens to the internet; the key serves Azure Bastion and the like. Default: the stack's
   * config `azure-to-aws-federation:sshPublicKey`.
   */
  sshPublicKey?: pulumi.Input<string | undefined>;
  /** The administrator's user name. Default: `azureuser`. */
  adminUsername?: pulumi.Input<string | undefined>;
  /** The size of the VM; one with Arm cores changes the default of `image`. Default: `Standard_B1s`. */
  size?: pulumi.Input<string | undefined>;
  /**
   * The IPv4 network of the VM as a CIDR block, /8 to /29. Default: `10.0.0.0/24`. In a federation's `network`, it is the
   * VM's subnet there, by default 16 addresses at a place that follows from the workload's name. Not with `subnetId`.
   */
  addressPrefix?: pulumi.Input<string | undefined>;
  /**
   * The marketplace image of a Linux with Python >= 3.8. Default: Ubuntu 24.04 LTS for the cores of the size, x64 or Arm.
   * Not with `imageId`.
   */
  image?: MarketplaceImage | undefined;
  /** The resource ID of an image of your own: one in a compute gallery, or a managed image. */
  imageId?: pulumi.Input<string | undefined>;
  /** The availability zone: `"1"`, `"2"` or `"3"`. Default: none. */
  zone?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing subnet. With it, no network, security group, NAT gateway or public IP address is
   * made, and that subnet's own rules hold. The addresses and prefixes of its NAT gateway are the output `egressAddress`.
   * That it is given decides which resources there are; its value may be an output.
   */
  subnetId?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing NAT gateway for the new subnet, which no other virtual network uses: Azure refuses it
   * otherwise. Its addresses and prefixes are the output `egressAddress`. Default: a new one, or that of the federation's `network`. Not with `subnetId`.
   */
  natGatewayId?: pulumi.Input<string | undefined>;
  /** Whether the host encrypts the VM's disks and caches; the subscription must have the feature. Default: false. */
  encryptionAtHost?: pulumi.Input<boolean | undefined>;
  /**
   * Whether the VM has secure boot and a virtual TPM, which Azure refuses for some sizes. Default: true for a VM that is
   * made; one that was made without it keeps what it has until the argument is given.
   */
  trustedLaunch?: pulumi.Input<boolean | undefined>;
  /** Tags of the VM and everything made for it. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /** Text for cloud-init, carried out at the first start. It is no place for secrets. Default: none. */
  cloudInit?: pulumi.Input<string | undefined>;
  /**
   * Turns on Azure's Metadata Security Protocol for the VM's metadata service: `audit` or `enforce`. Must be plain. The
   * image must have the guest proxy agent, or the VM must exist already. Default: off, so that every process of the VM
   * can get the identity's tokens, and with them the role.
   */
  imdsAccess?: ImdsAccess | undefined;
  /**
   * The resource ID of a version of an access control profile in a compute gallery: which users and processes may reach
   * the metadata service. The profile has a mode of its own, so that it takes the place of `imdsAccess`.
   */
  imdsAccessProfileId?: pulumi.Input<string | undefined>;
  /** Networks (CIDR) from which SSH may reach the VM. Needs `dangerouslyAssignPublicIp`. Default: none. */
  dangerouslyAllowSshFrom?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Whether the VM gets a public IP address of its own. Must be plain. Default: false. */
  dangerouslyAssignPublicIp?: boolean | undefined;
}
