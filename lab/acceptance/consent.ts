/** What a run creates and costs, and the question whether it may. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { terminalColumns, wrapped } from "../wrapped";
import type { Accounts } from "./accounts";
import type { OidcProvider } from "./aws-account";
import { STAYS } from "./ending";
import { hourlyCost, pricedRegion, PRICES_READ_ON } from "./prices";
import type { RunNames } from "./run-names";

/** Where a question is asked. */
interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Says what will be created, where, and for how much. */
export function describePlan(
  { tenantId, subscriptionId, accountId, location, region }: Accounts,
  { prefix, application, readableBucket, otherBucket }: RunNames,
  provider: OidcProvider | undefined,
): string {
  return [
    "This run creates, uses, and removes:",
    "",
    `  Azure   subscription ${subscriptionId}, ${location}`,
    `          two resource groups ${prefix}…`,
    "          a VM that nobody can connect to, with disk, network, NAT gateway,",
    "          and public IP address; three managed identities",
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
    prose("All names begin with the name of the run. All of it is removed at the end, also after Ctrl-C."),
    prose(`What stays: ${STAYS}`),
  ].join("\n");
}

function describeProvider(provider: OidcProvider | undefined): readonly string[] {
  if (provider === undefined) {
    return ["          the OIDC provider of the tenant"];
  }
  return [
    "          one client ID in the OIDC provider of the tenant, which the",
    "          account has already",
    ...(provider.run === undefined
      ? []
      : [
          `          The provider is from another acceptance run, ${provider.run}.`,
          "          If that one still runs, wait for its end: it leaves the provider",
          "          to this run, and nobody removes it then.",
        ]),
  ];
}

function prose(text: string): string {
  return wrapped(text, terminalColumns());
}

function describeCost(location: string): readonly string[] {
  const priced = pricedRegion(location);
  if (priced === undefined) {
    const { usdPerHour } = hourlyCost({ workloads: 1, region: "westeurope", sharedNetwork: false });
    return [
      prose(
        `Cost: no price for ${location} is known here. In westeurope it is about $${usdPerHour.toFixed(2)} per hour. ` +
          "A run should take less than an hour, which nobody has measured.",
      ),
    ];
  }
  const { lines, usdPerHour, grade } = hourlyCost({ workloads: 1, region: priced, sharedNetwork: false });
  const how = grade === "confirmed" ? "" : ", unconfirmed";
  return [
    prose(
      `Cost: $${usdPerHour.toFixed(3)} per hour while it exists (prices of ${PRICES_READ_ON}${how}). ` +
        "A run should take less than an hour, which nobody has measured.",
    ),
    ...lines.map(({ item, usdPerHour: usd }) => `  $${usd.toFixed(4)}  ${item}`),
  ];
}

/**
 * Asks on the terminal. Ctrl-C and Ctrl-D mean no: the terminal's reader takes both, and closes.
 *
 * @throws the signal's reason when the question was interrupted
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
