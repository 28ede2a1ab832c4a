import type * as pulumi from "@pulumi/pulumi";

/** How Azure's Metadata Security Protocol handles a request that its rules do not allow. */
export const ImdsAccess = {
  /** The guest proxy agent logs the request and answers it. */
  Audit: "audit",
  /** The request is refused. */
  Enforce: "enforce",
} as const;

/** How Azure's Metadata Security Protocol handles a request that its rules do not allow. */
export type ImdsAccess = (typeof ImdsAccess)[keyof typeof ImdsAccess];

/** Options for a workload's VM. */
export interface VirtualMachineSettings {
  /**
   * The administrator's OpenSSH public key on one line: `ssh-ed25519`, or `ssh-rsa` with at least 2048 bits. The VM has no
   * password, and nothing listens to the internet. Use the key with Azure Bastion and similar services. Default: the
   * stack's configuration value `azure-to-aws-federation:sshPublicKey`; the argument is required if there is none.
   */
  sshPublicKey?: pulumi.Input<string | undefined>;
  /**
   * The password of the administrator of a VM that runs Windows: 8 to 123 characters of three kinds. Azure needs one, although nothing
   * can connect to the VM. A later change does nothing. Excludes `sshPublicKey`, `cloudInit`, and `imdsAccess`. An Output
   * counts as given, so it must resolve to a value. Default: none, so the VM runs Linux.
   */
  windowsAdminPassword?: pulumi.Input<string | undefined>;
  /** The administrator's user name. Default: `azureuser`. */
  adminUsername?: pulumi.Input<string | undefined>;
  /** The size of the VM. A size with Arm cores changes the default of `image`. Default: `Standard_B1s`; with Windows, `Standard_B2s`. */
  size?: pulumi.Input<string | undefined>;
  /**
   * The image of a Linux with Python 3.8 or later: a marketplace image as `publisher:offer:sku:version`, or the resource ID
   * of a private image in a compute gallery or of a managed image. The version can be `latest`. Trusted launch requires an
   * image of generation 2 that is not a managed one. Default: Ubuntu 24.04 LTS for the cores of the size, x64 or Arm; with
   * `windowsAdminPassword`, Windows Server 2022 Datacenter: Azure Edition.
   */
  image?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing subnet. The component then creates no network, security group, NAT gateway, or public IP
   * address, and the subnet's own rules apply. The output `egressAddress` lists the addresses and prefixes of the subnet's
   * NAT gateway. Excludes `natGatewayId`. An Output counts as given, so it must resolve to a value. Default: none.
   */
  subnetId?: pulumi.Input<string | undefined>;
  /**
   * The resource ID of an existing NAT gateway for the new subnet. Azure refuses a NAT gateway that another virtual network
   * uses. The output `egressAddress` lists its addresses and prefixes. Excludes `subnetId`. An Output counts as given, so
   * it must resolve to a value. With the federation's `network`, the VM stays outside of it. Default: a new one, or that
   * of the federation's `network`.
   */
  natGatewayId?: pulumi.Input<string | undefined>;
  /**
   * Whether the VM has secure boot and a virtual TPM. Azure refuses them for some sizes. Default: true for a new VM; a VM
   * that was created without it stays as it is until the argument is given.
   */
  trustedLaunch?: pulumi.Input<boolean | undefined>;
  /** Tags for the VM and everything that is created for it; at most 50. Default: none. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * Data for cloud-init, which runs at the first start; at most 65,535 bytes. Do not put secrets into it. Default: none.
   */
  cloudInit?: pulumi.Input<string | undefined>;
  /**
   * Turns on Azure's Metadata Security Protocol for the VM's metadata service: `audit` or `enforce`. The image must have
   * the guest proxy agent, or the VM must already exist. Must be a plain value, not an Output. Default: off, so every
   * process on the VM can get the identity's tokens, and with them the role.
   */
  imdsAccess?: ImdsAccess | undefined;
}
