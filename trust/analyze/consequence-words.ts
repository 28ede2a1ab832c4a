import { microsoftResource } from "../entra/microsoft-resources";
import type { Crowd } from "../issuers/known-issuer";
import { isDemandMet } from "../issuers/stand-in";
import type { SubjectBoundaries } from "../issuers/subject-boundaries";
import { type ClaimDemand, demandOn } from "../kernel/claim-demand";
import type { ConditionIndex } from "../kernel/condition-index";
import { isGuid } from "../kernel/guid";
import type { OidcProvider } from "../kernel/oidc-provider";
import { callerOf, type Demands, isPinned } from "../kernel/provider-demands";
import type { Reach } from "../kernel/reach";
import { type ClaimSetting, NOBODY, sentences } from "./finding";
import { unfilledKey } from "./key-findings";

/** Who can assume a role. */
export interface Consequence {
  readonly reach: Reach;
  /** The same as one sentence. */
  readonly sentence: string;
  /** What else there is to know, in sentences. */
  readonly detail?: string;
}

/** How many values of a claim are named. */
const MOST_NAMED = 3;

/** Who can assume a role of which a claim is not pinned. */
export function consequenceOf(
  { provider, conditions, boundaries }: ClaimSetting,
  demands: Demands,
): Consequence {
  if (conditions.shutsOut(provider.foldedName)) {
    return { reach: "nobody", sentence: NOBODY };
  }
  const unfilled = unfilledKey(provider, conditions);
  if (unfilled !== undefined) {
    return {
      reach: "nobody",
      sentence: `Nobody can assume this role as written: according to AWS's documentation, AWS does not fill ${unfilled}.`,
      detail: "Without that condition the role would be open.",
    };
  }
  const { standIn, caller } = demands;
  if (caller !== undefined) {
    return replayConsequence(provider, demands, caller);
  }
  const subjectIfPresent = demands.subjectIfPresent();
  if (isPinned(subjectIfPresent, boundaries)) {
    const who = subjectIfPresent.kind === "exact" ? "the subject" : "subjects like";
    return {
      reach: "replay",
      sentence: `Only ${who} ${named(subjectIfPresent.values)} can assume this role: every token has a subject, and STS rejects one without.`,
      detail: [
        IF_PRESENT,
        ...(demands.isAudiencePinned || demands.audienceIfPresent().kind === "exact"
          ? []
          : ["A token for any audience that the provider lists will do."]),
      ].join(" "),
    };
  }
  const { iamDemands } = provider.issuer?.facts ?? {};
  const refused =
    iamDemands !== undefined && !isDemandMet(iamDemands.claims, provider, conditions)
      ? `IAM rejects such a policy today: "Trust policy with trusted principal <provider> ${iamDemands.error}"`
      : undefined;
  if (standIn?.isRefusedByIam === true && refused !== undefined) {
    // A role that is older than IAM's check still works: that nobody gets in is not certain.
    const only = callerOf(standIn);
    const { sentence, detail = "" } = demands.isAudiencePinned
      ? { sentence: `Only ${only} can assume this role.`, detail: IF_PRESENT }
      : replayConsequence(provider, demands, only);
    return { reach: "replay", sentence, detail: sentences(detail, refused, OLDER_ROLES) };
  }
  const unbound = boundaries.unbound(subjectIfPresent.literals);
  const open = openConsequence(
    provider,
    { ...demands, subject: subjectIfPresent, unbound },
    conditions,
    boundaries,
  );
  return refused === undefined
    ? open
    : {
        ...open,
        detail: sentences(open.detail ?? "", refused, OLDER_ROLES),
      };
}

const OLDER_ROLES = "Roles that are older than that check still work.";

/** STS's error is recorded (aws-actions/configure-aws-credentials 502, aws-sdk-ruby 2698), but not documented. */
const IF_PRESENT =
  'The policy itself lets a token without a subject in: only STS keeps it out ("Missing a required claim: sub").';

/** Who can assume a role whose subject is pinned, but whose audience is not. */
function replayConsequence(
  { platform }: OidcProvider,
  { subject, audience, audienceIfPresent }: Demands,
  who: string,
): Consequence {
  const caller =
    subject.kind === "exact"
      ? `the subject ${named(subject.values)}`
      : who === "that subject"
        ? `subjects like ${named(subject.values)}`
        : who;
  const ifPresent = audienceIfPresent();
  if (ifPresent.kind === "exact") {
    return {
      reach: "replay",
      sentence: `Only ${caller} can assume this role, with a token for audience ${named(ifPresent.values)}: every token has an audience.`,
      detail: "The policy itself lets a token without an audience in: only STS keeps it out.",
    };
  }
  if (audience.kind === "patterns") {
    const tokens =
      audience.beginnings === undefined
        ? `a token for audience ${named(audience.values)} in upper or lower case`
        : `a token for an audience like ${named(audience.values)}`;
    return { reach: "replay", sentence: `Only ${caller} can assume this role, but with ${tokens}.` };
  }
  const tokens =
    platform === undefined
      ? "a token for any audience that the provider lists, even one meant for another service"
      : "a token for any application of the tenant that the provider lists";
  return { reach: "replay", sentence: `Only ${caller} can assume this role, but with ${tokens}.` };
}

/** Who can assume a role whose subject is not pinned. */
function openConsequence(
  provider: OidcProvider,
  demands: Demands,
  conditions: ConditionIndex,
  boundaries: SubjectBoundaries,
): Consequence {
  const { audience, subject, unbound } = demands;
  const { issuer, tenant } = provider;
  const tokens = audience.kind === "exact" ? ` with a token for audience ${named(audience.values)}` : "";
  if (isOneOwners(provider, audience, conditions)) {
    return {
      reach: "tenant",
      sentence: `Anyone in the owner's own organization${tokens} can assume this role: nothing pins the workload.`,
    };
  }
  // Only issuers of the table have subjects that bind nobody.
  if (issuer !== undefined && unbound.length > 0 && !boundaries.isBoundToOwner(subject)) {
    return boundaries.areOfOneOwner(unbound)
      ? {
          reach: "tenant",
          sentence: `Every workload of the owner that ${named(unbound)} names can assume this role.`,
        }
      : issuer.facts.actsForCustomers === true
        ? {
            reach: "anyone",
            sentence: `Any customer of ${issuer.facts.name} can have the service assume this role: the subject ${named(unbound)} is the service's own, the same for every customer.`,
          }
        : boundaries.crowd === "tenant"
          ? {
              reach: "tenant",
              sentence: `${issuer.facts.everyone} can get a token with the subject ${named(unbound)} and assume this role: the subject names no repository.`,
            }
          : {
              reach: "anyone",
              sentence: `Any customer of ${issuer.facts.name} can get a token with the subject ${named(unbound)} and assume this role: the subject names no owner.`,
            };
  }
  if (subject.kind === "patterns") {
    const bound = boundaries.isBoundToOwner(subject);
    if (issuer?.facts.actsForCustomers === true) {
      return crowd(provider, tokens, boundaries.crowd);
    }
    return {
      reach: bound ? "tenant" : boundaries.crowd,
      sentence: `Anyone${tokens === "" ? " with a token whose" : `${tokens} whose`} subject is like ${named(subject.values)} can assume this role.`,
    };
  }
  if (tenant !== undefined && issuer === undefined) {
    return { reach: "tenant", ...entraCrowd(tenant.tenantId, tenant.tokenVersion, audience) };
  }
  return crowd(provider, tokens, boundaries.crowd);
}

/** Whether another claim than the subject binds one owner: the audience, or a claim that names the owner. */
function isOneOwners(
  { issuer, foldedName }: OidcProvider,
  audience: ClaimDemand,
  conditions: ConditionIndex,
): boolean {
  const { audienceNamesOwner, ownerClaims } = issuer?.facts ?? {};
  return (
    (audienceNamesOwner === true && audience.kind === "exact") ||
    ownerClaims?.some(
      (claim) => demandOn(conditions.on(`${foldedName}:${claim}`), true, () => false).kind === "exact",
    ) === true
  );
}

/** Everyone who can get a token from an Entra tenant. */
function entraCrowd(
  tenantId: string,
  tokenVersion: 1 | 2,
  audience: ClaimDemand,
): Omit<Consequence, "reach"> {
  const resources = audience.kind === "exact" ? audience.values.map(microsoftResource) : [];
  const caller = resources.find((resource) => resource?.isCaller === true);
  // AWS compares azp, the client that asked for the token, where a token has it.
  if (tokenVersion === 2 && caller !== undefined) {
    return {
      sentence: `Any service connection of ${caller.name} that can get a token of tenant ${tenantId} can assume this role.`,
    };
  }
  if (tokenVersion === 2 && audience.kind === "exact" && audience.values.every(isGuid)) {
    return {
      sentence: `Anyone who gets a token through the client ID ${named(audience.values)} can assume this role: that identity, and every user who signs in with it.`,
    };
  }
  const tokens =
    audience.kind === "exact"
      ? `a token for audience ${named(audience.values)}`
      : "a token that the provider accepts";
  return {
    sentence: `Any identity in tenant ${tenantId} that can get ${tokens} can assume this role.`,
    detail: resources.some((resource) => resource !== undefined)
      ? "That is every identity in the tenant: nobody needs an assignment to a resource of Microsoft's."
      : "Unless the application requires assignment, that is every identity in the tenant.",
  };
}

/** Everyone who can get a token from another issuer. */
function crowd({ issuer, platform }: OidcProvider, tokens: string, reach: Crowd): Consequence {
  if (issuer === undefined && platform !== undefined) {
    return { reach: "tenant", sentence: `Any identity in that Entra tenant${tokens} can assume this role.` };
  }
  if (issuer === undefined) {
    return {
      reach,
      sentence: `Anyone who gets a token${tokens.replace(" with a token", "")} from this issuer can assume this role.`,
      ...(reach === "anyone"
        ? {
            detail:
              "The issuer is not in the table of known issuers, so it may serve more than one organization.",
          }
        : {}),
    };
  }
  return { reach, sentence: `${issuer.facts.everyone}${tokens} can assume this role.` };
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, MOST_NAMED).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > MOST_NAMED ? [`${values.length - MOST_NAMED} more`] : [])].join(
    " or ",
  );
}
