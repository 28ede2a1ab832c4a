/** Runs `azure-to-aws preflight` for the accounts of a run, as a process. */
import type { Accounts } from "./accounts";
import { runCommandLine } from "./command-line";
import { runAudience, type RunNames } from "./run-names";

/** One line of the preflight. */
export interface PreflightCheck {
  /** Such as `azure-login`. */
  readonly id: string;
  readonly outcome: "ok" | "wrong" | "cannot tell";
  readonly found: string;
  readonly expected?: string;
  /** Commands that fix it. */
  readonly fix?: string;
}

/** The result of the preflight. */
export type Preflight =
  | { readonly ran: true; readonly checks: readonly PreflightCheck[] }
  | { readonly ran: false; readonly reason: string };

/** The version of the report that is read here. */
const FORMAT = 1;

/**
 * Runs it. A preflight that cannot run, for example without its optional SDKs, is a result, not an exception.
 *
 * @throws the signal's reason if it was interrupted
 */
export async function runPreflight(
  accounts: Accounts,
  names: RunNames,
  signal: AbortSignal,
): Promise<Preflight> {
  const { tenantId, subscriptionId, accountId, location, region } = accounts;
  const options = {
    tenant: tenantId,
    subscription: subscriptionId,
    account: accountId,
    location,
    region,
    name: names.prefix,
    audience: runAudience(names, tenantId),
  };
  const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
  const { stdout, problem } = await runCommandLine(["preflight", "--format", "json", ...words], signal);
  return readReport(stdout) ?? { ran: false, reason: problem };
}

/**
 * The checks that found a problem for the deployment.
 *
 * @param adopts - whether the run uses the account's provider: the preflight then shows both ways forward, and the run takes one of them
 */
export function wrongChecks(preflight: Preflight, adopts: boolean): readonly PreflightCheck[] {
  return preflight.ran
    ? preflight.checks.filter(({ id, outcome }) => outcome === "wrong" && !(adopts && id === "oidc-provider"))
    : [];
}

function readReport(text: string): Preflight | undefined {
  try {
    const report = JSON.parse(text) as { format?: unknown; checks?: readonly PreflightCheck[] };
    return report.format === FORMAT && Array.isArray(report.checks)
      ? { ran: true, checks: report.checks }
      : undefined;
  } catch {
    return undefined;
  }
}
