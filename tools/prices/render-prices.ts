import {
  FREE,
  hourlyCost,
  HOURS_PER_MONTH,
  type Price,
  PRICED_REGIONS,
  type PricedDeployment,
  type PricedRegion,
  PRICES,
  PRICES_READ_ON,
  type PriceUnit,
  type Quote,
} from "../acceptance/prices";
import { table } from "../markdown/table";

const BEGIN = "<!-- prices: written by npm run generate -- prices -->";
const END = "<!-- /prices -->";

const CONFIRMED = `- **Confirmed**: a source states this number for this region, or for all regions. Nobody queried the price API for this page.
- **Unconfirmed**: no such source was found.`;

const REGIONS = Object.keys(PRICED_REGIONS) as PricedRegion[];
const [FIRST_REGION = "westeurope"] = REGIONS;
const ALL: readonly Price[] = Object.values(PRICES);

const DEPLOYMENTS: readonly (readonly [string, Omit<PricedDeployment, "region">])[] = [
  ["one VM: the first run", { workloads: 1, sharedNetwork: false }],
  ["one VM in an existing subnet", { workloads: 1, sharedNetwork: false, existingSubnets: true }],
  ["ten VMs, each with its own network", { workloads: 10, sharedNetwork: false }],
  ["ten VMs in one shared network", { workloads: 10, sharedNetwork: true }],
];

/**
 * A page with the tables of prices between its two markers.
 *
 * @throws Error when the page does not have each marker once, in order.
 */
export function withPrices(page: string): string {
  const [before = "", rest, more] = page.split(BEGIN);
  const [, after, evenMore] = (rest ?? "").split(END);
  if (after === undefined || more !== undefined || evenMore !== undefined) {
    throw new Error(`the page must have ${BEGIN} and, after it, ${END}, each once`);
  }
  return `${before}${BEGIN}\n\n${renderPrices()}\n\n${END}${after}`;
}

/** The sections: deployments, prices by the hour, prices by use, free parts, and the source of each price. */
function renderPrices(): string {
  return [
    `US dollars, without tax and discounts, read on ${PRICES_READ_ON}. A month has ${HOURS_PER_MONTH} hours.`,
    "## Per deployment",
    deployments(),
    "## Per part",
    "These parts cost money as long as they exist, even if nobody uses them:",
    byTheHour(),
    "## By use",
    "These are charged in addition:",
    byUse(),
    "## Free",
    table([["What", "Known"], ...FREE.map(({ item, grade }) => [item, grade])]),
    "## How well the prices are known",
    CONFIRMED,
    sources(),
    "## Today's prices",
    `Each query is one URL and needs no login. These are for ${title(FIRST_REGION)}:`,
    queries(),
  ].join("\n\n");
}

function deployments(): string {
  return table([
    ["Deployment", ...perHourAndMonth()],
    ...DEPLOYMENTS.map(([name, deployment]) => [
      name,
      ...REGIONS.flatMap((region) => {
        const { usdPerHour, usdPerMonth } = hourlyCost({ ...deployment, region });
        return [`$${usdPerHour.toFixed(4)}`, `$${usdPerMonth.toFixed(2)}`];
      }),
    ]),
  ]);
}

function byTheHour(): string {
  return table([
    ["Part", ...perHourAndMonth(), "Known"],
    ...ALL.filter(({ unit }) => isRent(unit)).map((price) => [
      price.item,
      ...REGIONS.flatMap((region) => {
        const { usd } = price.quotes[region];
        const perHour = price.unit === "month" ? usd / HOURS_PER_MONTH : usd;
        return [`$${perHour.toFixed(4)}`, `$${(perHour * HOURS_PER_MONTH).toFixed(2)}`];
      }),
      known(price),
    ]),
  ]);
}

function byUse(): string {
  return table([
    ["What", "For", ...REGIONS.map(title), "Known"],
    ...ALL.filter(({ unit }) => !isRent(unit)).map((price) => [
      price.item,
      price.unit,
      ...REGIONS.map((region) => `$${price.quotes[region].usd}`),
      known(price),
    ]),
  ]);
}

/** Each source once per price, with its regions unless it covers all. */
function sources(): string {
  const ofPrices = ALL.flatMap(({ item, quotes }) => {
    const bySource = new Map<string, PricedRegion[]>();
    for (const region of REGIONS) {
      const from = origin(quotes[region]);
      bySource.set(from, [...(bySource.get(from) ?? []), region]);
    }
    return [...bySource].map(([from, regions]) => [
      item,
      regions.length === REGIONS.length ? "all" : regions.map(title).join(", "),
      from,
    ]);
  });
  const ofFree = FREE.map(({ item, source }) => [item, "all", source]);
  return table([["What", "Region", "Source"], ...ofPrices, ...ofFree]);
}

function origin({ source, asOf }: Quote): string {
  return `${source} (${asOf})`;
}

/** One query per price: for the first region, since the others differ only in its name. */
function queries(): string {
  const lines = ALL.map(({ item, lookUp }) => `# ${item}\n${lookUp(FIRST_REGION)}`);
  return ["```text", ...lines, "```"].join("\n");
}

function known({ quotes }: Price): string {
  const unconfirmed = REGIONS.filter((region) => quotes[region].grade === "unconfirmed");
  if (unconfirmed.length === 0) {
    return "confirmed";
  }
  return unconfirmed.length === REGIONS.length
    ? "unconfirmed"
    : `unconfirmed in ${unconfirmed.map(title).join(", ")}`;
}

function perHourAndMonth(): string[] {
  return REGIONS.flatMap((region) => [`${PRICED_REGIONS[region].azure}, hour`, "month"]);
}

function title(region: PricedRegion): string {
  const { azure, aws } = PRICED_REGIONS[region];
  return `${azure} and ${aws}`;
}

function isRent(unit: PriceUnit): boolean {
  return unit === "hour" || unit === "month";
}
