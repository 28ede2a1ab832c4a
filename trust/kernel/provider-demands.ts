import type { FoundStandIn } from "../issuers/stand-in";
import type { SubjectBoundaries } from "../issuers/subject-boundaries";
import { type ClaimDemand, demandOn, demandOnPresent } from "./claim-demand";
import type { ConditionIndex } from "./condition-index";
import type { CreatedProvider } from "./grant";
import type { OidcProvider } from "./oidc-provider";

/** What the claims of one provider are judged by. */
export interface Setting {
  readonly provider: OidcProvider;
  /** The statement's conditions. */
  readonly conditions: ConditionIndex;
  /** Whether values may hold policy variables. */
  readonly variables: boolean;
  /** Which subjects bind a caller. */
  readonly boundaries: SubjectBoundaries;
}

/** What a statement demands of the tokens of one provider. */
export interface Demands {
  readonly audience: ClaimDemand;
  readonly subject: ClaimDemand;
  /** The subject of tokens that have one, by operators that are true without it as well. Read when first asked for. */
  readonly subjectIfPresent: () => ClaimDemand;
  /** The same for the audience. */
  readonly audienceIfPresent: () => ClaimDemand;
  /** Exact subjects that bind no workload. */
  readonly unbound: readonly string[];
  /** The claim that identifies the caller in the subject's place. */
  readonly standIn: FoundStandIn | undefined;
  readonly isAudiencePinned: boolean;
  /** Whether a claim is pinned that holds the token's own audience where the usual one holds its caller. */
  readonly isOwnAudiencePinned: () => boolean;
  readonly isSubjectPinned: boolean;
  /** Exact subjects that no token of the issuer can have. */
  readonly neverIssued: readonly string[];
  /** Whether no token of the issuer can have the subject. */
  readonly isNeverIssued: boolean;
  /** Whether the subject, or the claim in its place, pins the only caller. */
  readonly isCallerPinned: boolean;
}

const NO_PATTERNS = (): boolean => false;

/** Reads what a statement demands of a provider's tokens. */
export function readDemands(
  { provider, conditions, variables, boundaries }: Setting,
  { createdProviders = [] }: { readonly createdProviders?: readonly CreatedProvider[] | undefined },
): Demands {
  const isBounded = (demand: ClaimDemand): boolean => boundaries.isBounded(demand);
  const ofSubject = conditions.on(provider.foldedSubjectKey);
  const audience = demandOnPresent(conditions.on(provider.foldedAudienceKey), variables, NO_PATTERNS);
  const subject = demandOnPresent(ofSubject, variables, isBounded);
  const neverIssued = boundaries.neverIssued(subject);
  const isNeverIssued = boundaries.areNeverIssued(subject, neverIssued);
  const isSubjectPinned = !isNeverIssued && isPinned(subject, boundaries);
  // Beside a pinned subject, one matters only if the audience can be the caller.
  const standIn =
    isSubjectPinned && provider.issuer?.facts.otherAudiences === undefined
      ? undefined
      : boundaries.standIn(conditions, audience, variables);
  return {
    audience,
    subject,
    subjectIfPresent: () => demandOn(ofSubject, variables, isBounded, true),
    audienceIfPresent: () =>
      demandOn(conditions.on(provider.foldedAudienceKey), variables, NO_PATTERNS, true),
    unbound: isSubjectPinned ? [] : boundaries.unbound(subject.literals),
    standIn,
    isAudiencePinned:
      audience.kind === "exact" ||
      isAudiencePinnedOtherwise(provider, conditions, variables, createdProviders),
    isOwnAudiencePinned: () => isAudiencePinnedOtherwise(provider, conditions, variables, []),
    isSubjectPinned,
    neverIssued,
    isNeverIssued,
    isCallerPinned: isSubjectPinned || isNeverIssued || standIn?.isRefusedByIam === false,
  };
}

/** Whether a demand on the subject binds the caller. */
export function isPinned(subject: ClaimDemand, boundaries: SubjectBoundaries): boolean {
  return (
    boundaries.unbound(subject.literals).length === 0 &&
    (subject.kind === "exact" || (subject.kind === "patterns" && boundaries.isBounded(subject)))
  );
}

/** Whether another claim pins the audience, or the provider lists a single one. */
function isAudiencePinnedOtherwise(
  { name, foldedName, account, issuer, platform }: OidcProvider,
  conditions: ConditionIndex,
  variables: boolean,
  createdProviders: readonly CreatedProvider[],
): boolean {
  const isOther = (issuer?.facts.otherAudiences ?? []).some(
    (claim) => demandOn(conditions.on(`${foldedName}:${claim}`), variables, NO_PATTERNS).kind === "exact",
  );
  const created = createdProviders.find(
    (provider) => provider.name === name && (provider.account === undefined || provider.account === account),
  );
  return isOther || (platform === undefined && created?.clientIds.length === 1);
}
