/** Prints what a run creates and costs, and asks for confirmation. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { terminalColumns, wrapped } from "../../lab/terminal";
import type { Accounts } from "./accounts";
import type { OidcProvider } from "./aws-account";
import { STAYS } from "./ending";
import { hourlyCost, pricedRegion, PRICES_READ_ON } from "./prices";
import type { RunNames } from "./run-names";

/** The terminal of the question. */
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Nobody has measured a run on real accounts. */
const DURATION = "A run takes less than an hour. This is an estimate.";

/** What exists at most at a time: the deployed VM and its neighbor, behind one NAT gateway. */
const DEPLOYMENT = { workloads: 2, sharedNetwork: true } as const;

/** Describes what a run creates, where, and what it costs. */
export function describePlan(
  { tenantId, subscriptionId, accountId, location, region }: Accounts,
  { prefix, application, readableBucket, otherBucket }: RunNames,
  provider: OidcProvider | undefined,
): string {
  return [
    "This run creates, uses, and removes:",
    "",
    `  Azure   subscription ${subscriptionId}, ${location}`,
    `          three resource groups ${prefix}…`,
    "          a VM without inbound access, with disk, network, NAT gateway,",
    "          and public IP address; three managed identities; for some",
    "          minutes a second VM in the same subnet",
    `  Entra   tenant ${tenantId}`,
    "          the applications",
    `          ${application}`,
    `          ${prefix}-other`,
    `  AWS     account ${accountId}, ${region}`,
    `          the role ${prefix}…`,
    `          the empty buckets ${readableBucket}`,
    `          and ${otherBucket}`,
    ...describeProvider(provider),
    "",
    ...describeCost(location),
    "",
    prose(
      "All names begin with the name of the run. At the end, or after Ctrl-C, the run removes all of it.",
    ),
    prose(
      "It also runs collect: it reads the roles, users, and keys of the account, the applications of the tenant, and the identities " +
        "of the subscription. It deletes what it read, and the report has none of it.",
    ),
    prose(`What stays: ${STAYS}`),
  ].join("\n");
}

function describeProvider(provider: OidcProvider | undefined): readonly string[] {
  if (provider === undefined) {
    return ["          the OIDC provider of the tenant"];
  }
  return [
    "          one client ID in the existing OIDC provider of the tenant",
    ...(provider.run === undefined
      ? []
      : [
          `          Another acceptance run created the provider: ${provider.run}.`,
          "          If that run has not ended, wait: otherwise it keeps the",
          "          provider for this run, and neither run removes it.",
        ]),
  ];
}

function prose(text: string): string {
  return wrapped(text, terminalColumns());
}

function describeCost(location: string): readonly string[] {
  const priced = pricedRegion(location);
  if (priced === undefined) {
    const { usdPerHour } = hourlyCost({ ...DEPLOYMENT, region: "westeurope" });
    return [
      prose(
        `Cost: the price in ${location} is unknown. In westeurope it is about $${usdPerHour.toFixed(2)} per hour. ` +
          DURATION,
      ),
    ];
  }
  const { lines, usdPerHour, grade } = hourlyCost({ ...DEPLOYMENT, region: priced });
  const how = grade === "confirmed" ? "" : ", unconfirmed";
  return [
    prose(
      `Cost: $${usdPerHour.toFixed(3)} per hour while it exists (prices of ${PRICES_READ_ON}${how}). ${DURATION}`,
    ),
    ...lines.map(({ item, usdPerHour: usd }) => `  $${usd.toFixed(4)}  ${item}`),
  ];
}

/**
 * Asks on the terminal. Ctrl-C and Ctrl-D mean no: the reader of the terminal handles both, and closes.
 *
 * @throws the signal's reason if the question was interrupted
 */
export async function askForConsent(
  signal: AbortSignal,
  { input, output }: Terminal = { input: process.stdin, output: process.stdout },
): Promise<boolean> {
  const terminal = createInterface({ input, output });
  try {
    const closed = once(terminal, "close").then(() => "");
    const answer = await Promise.race([terminal.question("Create this? Type yes: ", { signal }), closed]);
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}
