import type { FoundStandIn } from "../issuers/stand-in";
import { SubjectBoundaries } from "../issuers/subject-boundaries";
import type { ClaimDemand } from "../kernel/claim-demand";
import type { ConditionIndex } from "../kernel/condition-index";
import { isGuid } from "../kernel/guid";
import type { OidcProvider } from "../kernel/oidc-provider";
import type { PolicyStatement } from "../kernel/policy-statement";
import { readDemands } from "../kernel/provider-demands";
import { claimFinding } from "./claim-finding";
import { claimRemedy, placeholder } from "./claim-remedy";
import { type Consequence, consequenceOf } from "./consequence-words";
import { entraAudienceFinding } from "./entra-audience-findings";
import { type ClaimSetting, finding, type Place, type StatementContext } from "./finding";
import { judgeRoleAuthorization, judgeUnfilledKeys } from "./key-findings";
import { knownValues } from "./known-values";
import { listText } from "./remedy-text";
import type { WayIn } from "./settle-reach";
import { judgeValues } from "./value-findings";
import type { Pin, TrustFinding } from "./verdict";

/** What is said of one provider of a statement. */
export interface JudgedProvider {
  readonly way: Omit<WayIn, "judgedAs" | "principals">;
  readonly findings: readonly TrustFinding[];
}

/** Judges what a statement demands of a provider's tokens. */
export function judgeProvider(
  provider: OidcProvider,
  { index, sid, condition }: PolicyStatement,
  place: Place,
  conditions: ConditionIndex,
  { variables, options, partial }: StatementContext,
): JudgedProvider {
  const boundaries = new SubjectBoundaries(provider, options, partial);
  const known = knownValues(provider, options);
  const setting: ClaimSetting = { place, provider, condition, conditions, variables, boundaries, known };
  const demands = readDemands(setting, options);
  const { audience, subject, unbound, standIn, caller, isSubjectPinned } = demands;
  const isShutOut = conditions.shutsOut(provider.foldedName);
  const way: JudgedProvider["way"] = {
    statement: index,
    sid,
    provider: provider.name,
    // Every token has both claims, so an operator that is true without them pins them in fact, if not by the policy.
    audience: pin(audience.kind === "nothing" ? demands.audienceIfPresent() : audience),
    subject: pin(subject.kind === "nothing" ? demands.subjectIfPresent() : subject),
    ...(isSubjectPinned || standIn === undefined || caller === undefined
      ? {}
      : { standIn: { key: standIn.key, values: standIn.demand.values } }),
    isShutOut,
  };
  // One finding about the foreign key says it all: no token gets past that condition.
  if (isShutOut) {
    return { way, findings: [] };
  }
  const findings: TrustFinding[] = [];
  let worked: Consequence | undefined;
  const consequence = (): Consequence => (worked ??= consequenceOf(setting, demands));
  if (audience.kind === "exact") {
    judgeValues("audience", audience, setting, findings);
    for (const fact of boundaries.judgeAudiences(demands, conditions, variables)) {
      findings.push(entraAudienceFinding(fact, demands, setting, options));
    }
  } else if (!demands.isAudiencePinned) {
    const rule =
      caller !== undefined && provider.platform === undefined
        ? "oidc-trust-audience-beside-subject"
        : "oidc-trust-requires-audience";
    findings.push(claimFinding("audience", rule, setting, consequence()));
  }
  if (isSubjectPinned) {
    judgeValues("subject", subject, setting, findings);
    const never = boundaries.neverIssued(subject);
    if (never.length > 0) {
      findings.push(neverIssuedFinding(setting, subject, never));
    }
    // The audience is the caller's ID, which adds nothing to the subject.
    if (standIn?.key === provider.audienceKey && !demands.isOwnAudiencePinned()) {
      findings.push(
        standInNote(standIn, place, {
          right: `your own audience on ${provider.name}:oaud as well`,
          consequence: "The subject can assume this role with a token for any audience.",
        }),
      );
    }
  } else if (demands.isNeverIssued) {
    findings.push(neverIssuedFinding(setting, subject, subject.values));
  } else if (caller === undefined) {
    findings.push(claimFinding("subject", "oidc-trust-requires-subject", setting, consequence(), unbound));
  } else if (standIn?.standIn.note !== undefined) {
    findings.push(standInNote(standIn, place));
  }
  judgeUnfilledKeys(provider, conditions, place, findings);
  judgeRoleAuthorization(provider, conditions, place, findings);
  return { way, findings };
}

/** The finding for subjects that no token has: a note if others of the list let a caller in. */
function neverIssuedFinding(
  setting: ClaimSetting,
  { values }: ClaimDemand,
  never: readonly string[],
): TrustFinding {
  const { provider, place } = setting;
  const { issuer, platform, subjectKey } = provider;
  const isPart = never.length < values.length;
  const lower = never.map((value) => value.toLowerCase());
  const areInCapitals = platform !== undefined && lower.every(isGuid);
  const content = {
    rule: "oidc-trust-requires-subject",
    code: "subject-never-issued",
    key: subjectKey,
    found: `${listText(never, JSON.stringify, ",")} on ${subjectKey}, which matches no subject of ${platform?.name ?? issuer?.facts.name ?? "this issuer"}`,
    right: areInCapitals
      ? `${listText(lower, JSON.stringify, ",")}, in lower case as in the tokens`
      : `a subject such as ${[placeholder("subject", setting)].flat().join(" or ")}`,
    ...claimRemedy("subject", subjectKey, setting, areInCapitals ? lower : false),
  } as const;
  return isPart
    ? finding(place, {
        ...content,
        severity: "note",
        fix: undefined,
        consequence: "Only the other values let a caller in: no token carries this one.",
      })
    : finding(place, { ...content, reach: "nobody" });
}

function standInNote(
  { standIn, key, demand }: FoundStandIn,
  place: Place,
  { right, consequence }: Partial<Pick<TrustFinding, "right" | "consequence">> = {},
): TrustFinding {
  return finding(place, {
    rule: "oidc-trust-requires-subject",
    code: "claim-stands-in",
    severity: "note",
    key,
    found: `${demand.values.map((value) => JSON.stringify(value)).join(" or ")} on ${key}, ${standIn.note ?? ""}`,
    right: right ?? (standIn.service === undefined ? "the subject as well, if you know it" : "no change"),
    consequence: consequence ?? `In place of the subject, ${key} identifies who can assume this role.`,
  });
}

function pin({ kind, values }: ClaimDemand): Pin {
  return { kind, values };
}
