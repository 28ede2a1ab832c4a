import type { ClaimDemand } from "./claim-demand";
import { closing, type Fact, note, type OpenRole } from "./fact";
import type { CreatedProvider, Pin, Pins } from "./grant";
import { keyFacts } from "./key-facts";
import { openRole } from "./open-role";
import { type Demands, readDemands, type Setting } from "./provider-demands";
import { valueFacts } from "./value-facts";

/** What is known of one provider of a statement. */
export interface JudgedProvider {
  readonly setting: Setting;
  readonly demands: Demands;
  readonly pins: Pins;
  readonly facts: readonly Fact[];
}

/** Judges what a statement demands of a provider's tokens. */
export function judgeProvider(
  setting: Setting,
  options: { readonly createdProviders?: readonly CreatedProvider[] | undefined },
): JudgedProvider {
  const { provider, conditions } = setting;
  const demands = readDemands(setting, options);
  const { audience, subject, standIn } = demands;
  const isShutOut = conditions.shutsOut(provider.foldedName);
  const pins: Pins = {
    // Every token has both claims, so an operator that is true without them pins them in fact, if not by the policy.
    audience: pin(audience.kind === "nothing" ? demands.audienceIfPresent() : audience),
    subject: pin(subject.kind === "nothing" ? demands.subjectIfPresent() : subject),
    standIn:
      demands.isSubjectPinned || standIn === undefined || !demands.isCallerPinned
        ? undefined
        : { key: standIn.key, values: standIn.demand.values },
    admitted: undefined,
    isShutOut,
  };
  // One fact about the foreign key says it all: no token gets past that condition.
  const facts = isShutOut ? [] : [...claimFacts(setting, demands), ...keyFacts(setting)];
  return { setting, demands, pins, facts };
}

function claimFacts(setting: Setting, demands: Demands): Fact[] {
  const { provider, conditions, variables, boundaries } = setting;
  const { audience, subject, unbound, standIn } = demands;
  const facts: Fact[] = [];
  let worked: OpenRole | undefined;
  const notPinned = (about: Partial<Fact>): Fact => {
    const open = (worked ??= openRole(setting, demands));
    return { code: "claim-not-pinned", severity: "violation", reach: open.reach, open, ...about };
  };
  if (audience.kind === "exact") {
    facts.push(
      ...valueFacts("audience", audience, setting),
      ...boundaries.judgeAudiences(demands, conditions, variables),
    );
  } else if (!demands.isAudiencePinned) {
    facts.push(notPinned({ claim: "audience" }));
  }
  if (demands.isSubjectPinned) {
    const never = demands.neverIssued;
    facts.push(...valueFacts("subject", subject, setting));
    if (never.length > 0) {
      facts.push(note("subject-never-issued", { values: never }));
    }
    // The audience is the caller's ID, which adds nothing to the subject.
    if (standIn?.key === provider.audienceKey && !demands.isOwnAudiencePinned()) {
      facts.push(note("claim-stands-in"));
    }
  } else if (demands.isNeverIssued) {
    facts.push(closing("subject-never-issued", { values: subject.values }));
  } else if (!demands.isCallerPinned) {
    const code = unbound.length > 0 ? "subject-binds-no-workload" : "claim-not-pinned";
    facts.push(notPinned({ code, claim: "subject", values: unbound }));
  } else if (standIn?.standIn.note !== undefined) {
    facts.push(note("claim-stands-in"));
  }
  return facts;
}

function pin({ kind, values }: ClaimDemand): Pin {
  return { kind, values };
}
