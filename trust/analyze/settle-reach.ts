import { grouped } from "../kernel/grouped";
import { type RoleReach, widestReach, worstReach } from "../kernel/reach";
import { findingMessage, NOBODY } from "./finding";
import type { TrustFinding, TrustGrant, TrustVerdict } from "./verdict";

/** A way in of which it is not worked out yet who gets in. */
export interface WayIn extends Omit<TrustGrant, "reach"> {
  /** Whether conditions on another provider's keys close it. */
  readonly isShutOut: boolean;
  /** The name under which its findings are: a statement can spell one provider in several ways. */
  readonly judgedAs: string;
  /** How many principals have the provider's name: one of another account is another provider. */
  readonly principals: number;
}

/** What is known of a policy once all of its statements are judged. */
type Settled = Pick<TrustVerdict, "findings" | "grants" | "reach">;

/**
 * Works out who gets in by each way in (a statement and a provider in it), and by the policy as a whole.
 *
 * Within one way in, conditions are a conjunction, so a finding that nobody meets one closes the way. Over all ways in, the
 * widest counts. Findings on a closed way say so, and findings on one of several ways do not speak of the whole role.
 *
 * @param findings - Only those that hold.
 */
export function settleReach(findings: readonly TrustFinding[], ways: readonly WayIn[]): Settled {
  const byWay = grouped(findings, wayOf);
  const closed = new Set<string>();
  const grants = ways.map(({ isShutOut, judgedAs, principals, ...grant }): TrustGrant => {
    const own = [...(byWay.get(wayOf(grant)) ?? [])];
    if (judgedAs !== grant.provider) {
      const others = byWay.get(wayOf({ ...grant, provider: judgedAs })) ?? [];
      own.push(...others.filter(({ code }) => !OF_THE_NAME.has(code)));
    }
    if (isShutOut || isClosed(own, principals)) {
      closed.add(wayOf(grant));
      return { ...grant, reach: "nobody" };
    }
    const opening = own.filter(({ severity, reach }) => severity === "violation" && reach !== "nobody");
    return { ...grant, reach: worstReach(opening.map(({ reach }) => reach)) ?? "exact" };
  });
  const reach = reachOfPolicy(findings, grants);
  const ofStatement = grouped(ways, ({ statement }) => statement);
  return {
    findings: findings.map((finding) => {
      const shut = closed.has(wayOf(finding)) ? closedFinding(finding) : finding;
      return reach === "nobody" || reach === undefined
        ? shut
        : partFinding(shut, (ofStatement.get(finding.statement ?? -1)?.length ?? 0) > 1);
    }),
    grants,
    reach,
  };
}

/**
 * Who can assume the role: the widest of the ways in. What IAM rejects closes a policy, unless a way in would be open if IAM
 * took it.
 */
export function reachOfPolicy(
  findings: readonly TrustFinding[],
  grants: readonly Pick<TrustGrant, "reach">[],
): RoleReach | undefined {
  const ofDocument = findings.flatMap(({ rule, reach }) =>
    rule === "trust-policy-is-well-formed" && reach !== undefined ? [reach] : [],
  );
  const ways = grants.map(({ reach }) => reach);
  return widestReach(
    ofDocument.length === 0 ? ways : [...ofDocument, ...ways.filter((reach) => reach !== "exact")],
  );
}

/** Codes of findings on how a principal names its provider, not on what the statement demands of its tokens. */
const OF_THE_NAME: ReadonlySet<string> = new Set(["provider-name-differs", "provider-of-another-account"]);

/**
 * Whether nobody gets in by a way. A provider of another account closes it only if every principal of this name is of one,
 * and never hides that the way would be open: no source says that STS refuses it.
 */
function isClosed(findings: readonly TrustFinding[], principals: number): boolean {
  const closing = findings.filter(({ reach }) => reach === "nobody");
  const foreign = closing.filter(({ code }) => code === "provider-of-another-account");
  const isOpen = findings.some(({ severity, reach }) => severity === "violation" && reach !== "nobody");
  return closing.length > foreign.length || (foreign.length > 0 && foreign.length >= principals && !isOpen);
}

/** A violation that opens nothing, because something else closes the way. */
function closedFinding(finding: TrustFinding): TrustFinding {
  const { severity, reach, consequence, detail } = finding;
  if (severity === "note" || reach === undefined || reach === "nobody") {
    return finding;
  }
  const open = `If you remove only what closes the role: ${consequence}`;
  return withMessage({
    ...finding,
    reach: "nobody",
    consequence: NOBODY,
    detail: detail === "" ? open : `${open} ${detail}`,
  });
}

const WHOLE = /^Nobody can assume this role as written/;

/** A finding that nobody gets in, where others get in another way. */
function partFinding(finding: TrustFinding, isOneOfSeveralProviders: boolean): TrustFinding {
  const { code, reach, statement, provider, consequence } = finding;
  // What IAM rejects closes the whole policy, and such a finding is on no provider.
  if (
    reach !== "nobody" ||
    provider === undefined ||
    !consequence.startsWith("Nobody can assume this role as written")
  ) {
    return finding;
  }
  const by =
    code === "provider-of-another-account"
      ? "through this provider"
      : `by statement ${statement ?? 0}` + (isOneOfSeveralProviders ? ` with a token of ${provider}` : "");
  return withMessage({
    ...finding,
    consequence: consequence.replace(WHOLE, `Nobody can assume this role ${by}`),
  });
}

function withMessage(finding: TrustFinding): TrustFinding {
  return { ...finding, message: findingMessage(finding) };
}

function wayOf({ statement, provider }: Pick<TrustFinding, "statement" | "provider">): string {
  return `${statement ?? ""} ${provider ?? ""}`;
}
