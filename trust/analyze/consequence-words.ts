import { microsoftResource } from "../entra/microsoft-resources";
import type { FoundStandIn } from "../issuers/stand-in";
import type { ClaimDemand } from "../kernel/claim-demand";
import type { OpenRole } from "../kernel/fact";
import { isGuid } from "../kernel/guid";
import { unfilledConditions } from "../kernel/key-facts";
import type { OidcProvider } from "../kernel/oidc-provider";
import type { Demands } from "../kernel/provider-demands";
import { type ClaimSetting, sentences } from "./finding";

/** Who can assume a role, in words. */
export interface Consequence {
  /** One sentence. */
  readonly sentence: string;
  /** What else there is to know, in sentences. */
  readonly detail?: string;
}

/** How many values of a claim are named. */
const MOST_NAMED = 3;

/** Says who can assume a role of which a claim is not pinned. */
export function consequenceWords(open: OpenRole, setting: ClaimSetting): Consequence {
  const { why, demands, isRefusedByIam } = open;
  const { provider } = setting;
  const refused = isRefusedByIam
    ? `IAM rejects such a policy today: "Trust policy with trusted principal <provider> ${provider.issuer?.facts.iamDemands?.error ?? ""}"`
    : undefined;
  switch (why) {
    case "unfilled":
      return {
        sentence: `Nobody can assume this role as written: according to AWS's documentation, AWS does not fill ${unfilledConditions(setting)[0]?.key ?? ""}.`,
        detail: "Without that condition the role would be open.",
      };
    case "caller":
      return replayWords(provider, demands, callerOf(demands.standIn));
    case "if-present": {
      const subject = demands.subjectIfPresent();
      const who = subject.kind === "exact" ? "the subject" : "subjects like";
      return {
        sentence: `Only ${who} ${named(subject.values)} can assume this role: every token has a subject, and STS rejects one without.`,
        detail: [
          IF_PRESENT,
          ...(demands.isAudiencePinned || demands.audienceIfPresent().kind === "exact"
            ? []
            : ["A token for any audience that the provider lists will do."]),
        ].join(" "),
      };
    }
    case "refused-caller": {
      const only = callerOf(demands.standIn);
      const { sentence, detail = "" } = demands.isAudiencePinned
        ? { sentence: `Only ${only} can assume this role.`, detail: IF_PRESENT }
        : replayWords(provider, demands, only);
      return { sentence, detail: sentences(detail, refused ?? "", OLDER_ROLES) };
    }
    default: {
      const words = openWords(open, setting);
      return refused === undefined
        ? words
        : { ...words, detail: sentences(words.detail ?? "", refused, OLDER_ROLES) };
    }
  }
}

/** The only caller, in words. */
function callerOf(standIn: FoundStandIn | undefined): string {
  return standIn === undefined
    ? "that subject"
    : `the ${standIn.standIn.names} ${standIn.demand.values.map((value) => JSON.stringify(value)).join(" or ")}`;
}

const OLDER_ROLES = "Roles that are older than that check still work.";

/** STS's error is recorded (aws-actions/configure-aws-credentials 502, aws-sdk-ruby 2698), but not documented. */
const IF_PRESENT =
  'The policy itself lets a token without a subject in: only STS keeps it out ("Missing a required claim: sub").';

/** Who can assume a role whose subject is pinned, but whose audience is not. */
function replayWords(
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
      sentence: `Only ${caller} can assume this role, with a token for audience ${named(ifPresent.values)}: every token has an audience.`,
      detail: "The policy itself lets a token without an audience in: only STS keeps it out.",
    };
  }
  if (audience.kind === "patterns") {
    const tokens =
      audience.beginnings === undefined
        ? `a token for audience ${named(audience.values)} in upper or lower case`
        : `a token for an audience like ${named(audience.values)}`;
    return { sentence: `Only ${caller} can assume this role, but with ${tokens}.` };
  }
  const tokens =
    platform === undefined
      ? "a token for any audience that the provider lists, even one meant for another service"
      : "a token for any application of the tenant that the provider lists";
  return { sentence: `Only ${caller} can assume this role, but with ${tokens}.` };
}

/** Says who can assume a role whose subject is not pinned. */
function openWords({ why, reach, demands }: OpenRole, { provider }: ClaimSetting): Consequence {
  const { audience, subject, unbound } = demands;
  const { issuer, tenant } = provider;
  const tokens = audience.kind === "exact" ? ` with a token for audience ${named(audience.values)}` : "";
  switch (why) {
    case "owner":
      return {
        sentence: `Anyone in the owner's own organization${tokens} can assume this role: nothing pins the workload.`,
      };
    case "unbound-of-owner":
      return { sentence: `Every workload of the owner that ${named(unbound)} names can assume this role.` };
    case "unbound":
      return { sentence: unboundSentence(provider, reach, named(unbound)) };
    case "pattern":
      return {
        sentence: `Anyone${tokens === "" ? " with a token whose" : `${tokens} whose`} subject is like ${named(subject.values)} can assume this role.`,
      };
    default:
      return tenant !== undefined && issuer === undefined
        ? tenantWords(tenant.tenantId, tenant.tokenVersion, audience)
        : crowdWords(provider, tokens, reach);
  }
}

function unboundSentence({ issuer }: OidcProvider, reach: OpenRole["reach"], subjects: string): string {
  const { name = "", everyone = "", actsForCustomers = false } = issuer?.facts ?? {};
  return actsForCustomers
    ? `Any customer of ${name} can have the service assume this role: the subject ${subjects} is the service's own, the same for every customer.`
    : reach === "tenant"
      ? `${everyone} can get a token with the subject ${subjects} and assume this role: the subject names no repository.`
      : `Any customer of ${name} can get a token with the subject ${subjects} and assume this role: the subject names no owner.`;
}

/** Everyone who can get a token from an Entra tenant. */
function tenantWords(tenantId: string, tokenVersion: 1 | 2, audience: ClaimDemand): Consequence {
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
function crowdWords(
  { issuer, platform }: OidcProvider,
  tokens: string,
  reach: OpenRole["reach"],
): Consequence {
  if (issuer === undefined && platform !== undefined) {
    return { sentence: `Any identity in that ${platform.name} tenant${tokens} can assume this role.` };
  }
  if (issuer === undefined) {
    return {
      sentence: `Anyone who gets a token${tokens.replace(" with a token", "")} from this issuer can assume this role.`,
      ...(reach === "anyone"
        ? {
            detail:
              "The issuer is not in the table of known issuers, so it may serve more than one organization.",
          }
        : {}),
    };
  }
  return { sentence: `${issuer.facts.everyone}${tokens} can assume this role.` };
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, MOST_NAMED).map((value) => JSON.stringify(value));
  return [...shown, ...(values.length > MOST_NAMED ? [`${values.length - MOST_NAMED} more`] : [])].join(
    " or ",
  );
}
