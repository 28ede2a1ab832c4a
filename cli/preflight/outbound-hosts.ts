/** The list of hosts at the end of the `preflight` report, for firewall rules. */
import type { EntraCloud } from "../../trust";
import type { AzureEndpoints } from "../clouds/microsoft/azure-cloud";

/** A host that must be reachable. */
export interface OutboundHost {
  /** A name; `*.` stands for any name below. */
  readonly host: string;
  readonly port: number;
  /** From where, and for what. */
  readonly purpose: string;
}

/** What decides which hosts there are. */
export interface OutboundPlace {
  readonly cloud: EntraCloud;
  readonly endpoints: AzureEndpoints;
  /** The AWS region; a placeholder is shown if none is configured. */
  readonly region: string | undefined;
}

/** Where the guest agent of a VM gets extensions and reports. Source: Azure, "Virtual machine extensions and features for Linux" (network access). */
const BLOB_STORAGE: Readonly<Record<EntraCloud, string>> = {
  public: "*.blob.core.windows.net",
  usgovernment: "*.blob.core.usgovcloudapi.net",
  china: "*.blob.core.chinacloudapi.cn",
};

/** A partition of AWS: its domain, and where IAM is. Source: AWS General Reference, "AWS Identity and Access Management endpoints and quotas". */
interface Partition {
  readonly domain: string;
  readonly iam: string;
}

const AWS: Partition = { domain: "amazonaws.com", iam: "iam.amazonaws.com" };

const PARTITIONS: Readonly<Record<string, Partition>> = {
  "cn-": { domain: "amazonaws.com.cn", iam: "iam.cn-north-1.amazonaws.com.cn" },
  "us-gov-": { domain: "amazonaws.com", iam: "iam.us-gov.amazonaws.com" },
};

/**
 * The hosts that a firewall must let through. AWS itself fetches the keys of Entra, so no host here serves it. The VM gets its
 * tokens from the metadata service of its own host, which no firewall is between.
 *
 * Sources: of Azure, Microsoft Entra, "National clouds", and Microsoft Graph, "National cloud deployments"; of AWS, AWS General
 * Reference, "AWS Security Token Service endpoints and quotas" and "Amazon Simple Storage Service endpoints and quotas"; of
 * Pulumi, "Pulumi Cloud" (`api.pulumi.com`) and "Installing Pulumi" (`get.pulumi.com`); of Ubuntu, the package sources in
 * Canonical's images for Azure, and snapcraft, "Network requirements".
 */
export function outboundHosts({ cloud, endpoints, region }: OutboundPlace): readonly OutboundHost[] {
  const { domain, iam } =
    Object.entries(PARTITIONS).find(([prefix]) => region?.startsWith(prefix) === true)?.[1] ?? AWS;
  const place = region ?? "<AWS region>";
  const sts = `sts.${place}.${domain}`;
  return [
    { ...addressOf(endpoints.login), purpose: "deployer: logins to Azure" },
    { ...addressOf(endpoints.arm), purpose: "deployer: Azure Resource Manager" },
    { ...addressOf(endpoints.graph), purpose: "deployer: Microsoft Graph" },
    { host: iam, port: 443, purpose: "deployer: IAM" },
    { host: sts, port: 443, purpose: "deployer and VM: AWS sessions" },
    { host: "api.pulumi.com", port: 443, purpose: "deployer: Pulumi Cloud, unless the state is elsewhere" },
    { host: "get.pulumi.com", port: 443, purpose: "deployer: the Pulumi CLI and its plugins" },
    { host: `s3.${place}.${domain}`, port: 443, purpose: "VM: listing buckets" },
    { host: `*.s3.${place}.${domain}`, port: 443, purpose: "VM: objects in buckets" },
    { host: BLOB_STORAGE[cloud], port: 443, purpose: "VM: the guest agent, which runs Run Command" },
    { host: "azure.archive.ubuntu.com", port: 80, purpose: "VM: updates of Ubuntu" },
    { host: "api.snapcraft.io", port: 443, purpose: "VM: installAwsCli on Ubuntu" },
    { host: "*.snapcraftcontent.com", port: 443, purpose: "VM: installAwsCli on Ubuntu" },
  ];
}

function addressOf(endpoint: string): { readonly host: string; readonly port: number } {
  const { hostname, port, protocol } = new URL(endpoint);
  return { host: hostname, port: port === "" ? (protocol === "http:" ? 80 : 443) : Number(port) };
}
