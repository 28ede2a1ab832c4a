import type { Fact } from "./fact";
import type { TrustGrant, WayIn } from "./grant";
import { grouped } from "./grouped";
import { type RoleReach, widestReach, worstReach } from "./reach";

/** A fact, and the way in that it is about. */
export interface FactOfWay extends Pick<Fact, "code" | "severity" | "reach"> {
  readonly statement: number | undefined;
  readonly provider: string | undefined;
}

/** What is known of a policy once all of its statements are judged. */
export interface Settled<F> {
  readonly grants: readonly TrustGrant[];
  readonly reach: RoleReach | undefined;
  /** Whether nobody gets in by the way that a fact is about. */
  readonly isOnClosedWay: (fact: F) => boolean;
}

/**
 * Works out who gets in by each way in (a statement and a provider in it), and by the policy as a whole.
 *
 * Within one way in, conditions are a conjunction, so a fact that nobody meets one closes the way. Over all ways in, the
 * widest counts.
 *
 * @param facts - Only those that hold.
 */
export function settleReach<F extends FactOfWay>(facts: readonly F[], ways: readonly WayIn[]): Settled<F> {
  const byWay = grouped(facts, wayOf);
  const closed = new Set<string>();
  const grants = ways.map((way): TrustGrant => {
    const own = facts.length === 0 ? [] : factsOn(way, byWay);
    if (way.pins.isShutOut || isClosed(own, way.principals)) {
      closed.add(wayOf(way));
      return grantOf(way, "nobody");
    }
    const opening = own.filter(({ severity, reach }) => severity === "violation" && reach !== "nobody");
    return grantOf(way, worstReach(opening.map(({ reach }) => reach)) ?? "exact");
  });
  return {
    grants,
    reach: reachOfPolicy(facts, grants),
    isOnClosedWay: (fact) => closed.has(wayOf(fact)),
  };
}

/** The facts about a way in, also those under the name by which its provider was judged. */
function factsOn<F extends FactOfWay>(
  way: WayIn,
  byWay: ReadonlyMap<string, readonly F[]>,
): readonly FactOfWay[] {
  const own = byWay.get(wayOf(way)) ?? [];
  if (way.judgedAs === way.provider) {
    return own;
  }
  const others = byWay.get(wayOf({ statement: way.statement, provider: way.judgedAs })) ?? [];
  return [...own, ...others.filter(({ code }) => !OF_THE_NAME.has(code))];
}

function grantOf(way: WayIn, reach: RoleReach): TrustGrant {
  const { statement, sid, provider } = way;
  const { audience, subject, standIn, admitted } = way.pins;
  // Few ways have one of these two, and copies are slow.
  return standIn === undefined && admitted === undefined
    ? { statement, sid, provider, audience, subject, reach }
    : {
        statement,
        sid,
        provider,
        audience,
        subject,
        ...(standIn && { standIn }),
        ...(admitted && { admitted }),
        reach,
      };
}

/**
 * Who can assume the role: the widest of the ways in. What IAM rejects closes a policy, unless a way in would be open if IAM
 * took it. It is about no provider.
 */
export function reachOfPolicy(
  facts: readonly Pick<FactOfWay, "provider" | "reach">[],
  grants: readonly Pick<TrustGrant, "reach">[],
): RoleReach | undefined {
  const ofDocument = facts.flatMap(({ provider, reach }) =>
    provider === undefined && reach !== undefined ? [reach] : [],
  );
  const ways = grants.map(({ reach }) => reach);
  return widestReach(
    ofDocument.length === 0 ? ways : [...ofDocument, ...ways.filter((reach) => reach !== "exact")],
  );
}

/** Codes of facts on how a principal names its provider, not on what the statement demands of its tokens. */
const OF_THE_NAME: ReadonlySet<string> = new Set(["provider-name-differs", "provider-of-another-account"]);

/**
 * Whether nobody gets in by a way. A provider of another account closes it only if every principal of this name is of one,
 * and never hides that the way would be open: no source says that STS refuses it.
 */
function isClosed(facts: readonly FactOfWay[], principals: number): boolean {
  const closing = facts.filter(({ reach }) => reach === "nobody");
  const foreign = closing.filter(({ code }) => code === "provider-of-another-account");
  const isOpen = facts.some(({ severity, reach }) => severity === "violation" && reach !== "nobody");
  return closing.length > foreign.length || (foreign.length > 0 && foreign.length >= principals && !isOpen);
}

function wayOf({ statement, provider }: Pick<FactOfWay, "statement" | "provider">): string {
  return `${statement ?? ""} ${provider ?? ""}`;
}
