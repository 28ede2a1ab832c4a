import { readConditions } from "../parse/conditions";
import type { OidcProvider } from "../parse/oidc-provider";
import type { PolicyStatement } from "../parse/policy-statement";
import { type PolicyProblem, problem } from "../parse/problem";
import { type Consequence, type Demands, openConsequence, replayConsequence } from "./claim-consequence";
import { type ClaimDemand, demandOn } from "./claim-demand";
import { claimFinding } from "./claim-finding";
import { ConditionIndex } from "./condition-index";
import { type ClaimSetting, everyoneFinding, finding, NOBODY, type Place } from "./finding";
import {
  isUnfilled,
  judgeForeignKeys,
  judgeProviderName,
  judgeRoleAuthorization,
  judgeUnfilledKeys,
} from "./judge-issuer";
import { judgeValues } from "./judge-values";
import { listText } from "./remedy-text";
import { findStandIn, type FoundStandIn, isDemandMet } from "./stand-in";
import { SubjectBoundaries } from "./subject-boundaries";
import type { JudgeOptions, Pin, TrustFinding, TrustGrant } from "./verdict";

/** What the whole policy says about its statements. */
export interface StatementContext {
  /** Whether values may hold policy variables. */
  readonly variables: boolean;
  /** Whether the policy has a Deny for web identities, which repairs nothing. */
  readonly denied: boolean;
  /** Whether parts of the policy can be unknown. */
  readonly partial: boolean;
  /** The caller's options. */
  readonly options: JudgeOptions;
}

/** Collects what is found in statements. */
export interface StatementResults {
  /** What IAM would not take. */
  readonly problems: PolicyProblem[];
  /** Violations and notes. */
  readonly findings: TrustFinding[];
  /** What is pinned to what. */
  readonly grants: TrustGrant[];
}

/** Judges one statement: whether IAM would take it and, if an OpenID Connect identity can use it, what it pins. */
export function judgeStatement(
  statement: PolicyStatement,
  context: StatementContext,
  results: StatementResults,
): void {
  const { index, path, sid, principals } = statement;
  const { providers, everyone } = principals;
  // Read in every statement, since IAM refuses the whole policy for one condition that it does not know.
  const conditions = readConditions(statement.condition, (code, found, right, within) => {
    results.problems.push(problem(code, found, right, { statement: index, sid, path: [...path, ...within] }));
  });
  if (statement.denies || !statement.webIdentity || (providers.length === 0 && everyone === undefined)) {
    return;
  }
  if (everyone !== undefined) {
    results.grants.push({ statement: index, sid, provider: "*", audience: OPEN, subject: OPEN });
    const place: Place = { statement: index, path, sid, provider: "*", denied: context.denied };
    results.findings.push(everyoneFinding(place, everyone));
  }
  const indexed = new ConditionIndex(conditions, new Set(providers.map(({ foldedName }) => foldedName)));
  const judged = new Map<string, { readonly grant: TrustGrant; readonly named: Set<string> }>();
  for (const provider of providers) {
    const { name, account = "", foldedName } = provider;
    const place: Place = { statement: index, path, sid, provider: name, denied: context.denied };
    const before = judged.get(foldedName);
    if (before === undefined) {
      const grant = judgeProvider(provider, statement, place, indexed, context, results);
      judged.set(foldedName, { grant, named: new Set([name, `${account} ${name}`]) });
    } else {
      // The same keys say the same of it again; a statement can name it as often as it has values.
      if (!before.named.has(name)) {
        results.grants.push({ ...before.grant, provider: name });
      }
      if (before.named.has(`${account} ${name}`)) {
        continue;
      }
      before.named.add(name).add(`${account} ${name}`);
    }
    judgeProviderName(provider, place, context.options, results.findings);
  }
  judgeForeignKeys(
    providers,
    indexed,
    { statement: index, path, sid, denied: context.denied },
    results.findings,
  );
}

const OPEN: Pin = { kind: "nothing", values: [] };
const NO_PATTERNS = (): boolean => false;

/** Judges what a statement demands of a provider's tokens. @returns what is pinned to what */
function judgeProvider(
  provider: OidcProvider,
  { index, sid, condition }: PolicyStatement,
  place: Place,
  conditions: ConditionIndex,
  { variables, options, partial }: StatementContext,
  { findings, grants }: StatementResults,
): TrustGrant {
  const boundaries = new SubjectBoundaries(provider, options, partial);
  const bounded = (demand: ClaimDemand): boolean => boundaries.isBounded(demand);
  const audience = demandOn(conditions.on(provider.foldedAudienceKey), variables, NO_PATTERNS);
  const subject = demandOn(conditions.on(provider.foldedSubjectKey), variables, bounded);
  const unbound = boundaries.unbound(subject.literals);
  const standIn = findStandIn(provider, conditions, audience, variables, options);
  const setting: ClaimSetting = { place, provider, condition, conditions, variables, boundaries };
  const demands = { audience, subject, unbound };
  const isSubjectPinned = isPinned(subject, boundaries);
  const isNeverIssued = boundaries.areNeverIssued(subject);
  const isCallerPinned = isSubjectPinned || isNeverIssued || standIn?.isRefusedByIam === false;
  const grant: TrustGrant = {
    statement: index,
    sid,
    provider: provider.name,
    audience: pin(audience),
    subject: pin(subject),
    ...(isSubjectPinned || standIn === undefined || !isCallerPinned
      ? {}
      : { standIn: { key: standIn.key, values: standIn.demand.values } }),
  };
  grants.push(grant);

  const who = isCallerPinned
    ? standIn === undefined
      ? "that subject"
      : `the ${standIn.standIn.names} ${standIn.demand.values.map((value) => JSON.stringify(value)).join(" or ")}`
    : undefined;
  // One finding about the foreign key says it all: no token gets past that condition. If parts of the policy are unknown,
  // so can be whether the key is foreign.
  if (!partial && conditions.shutsOut(provider.foldedName)) {
    return grant;
  }
  const open = consequenceOf(setting, demands, standIn, who);
  if (audience.kind === "exact") {
    judgeValues("audience", audience, setting, findings);
  } else if (!isAudiencePinned(provider, conditions, variables, options)) {
    const rule =
      who !== undefined && provider.entra === undefined
        ? "oidc-trust-audience-beside-subject"
        : "oidc-trust-requires-audience";
    findings.push(claimFinding("audience", rule, setting, open));
  }
  if (isSubjectPinned) {
    judgeValues("subject", subject, setting, findings);
  } else if (isNeverIssued) {
    findings.push(neverIssuedNote(setting, subject));
  } else if (!isCallerPinned) {
    findings.push(claimFinding("subject", "oidc-trust-requires-subject", setting, open, unbound));
  } else if (standIn?.standIn.note !== undefined) {
    findings.push(standInNote(standIn, place));
  }
  judgeUnfilledKeys(provider, conditions, place, findings);
  judgeRoleAuthorization(provider, conditions, place, findings);
  return grant;
}

/** Who can assume a role of which a claim is not pinned. */
function consequenceOf(
  { provider, conditions, boundaries }: ClaimSetting,
  demands: Demands,
  standIn: FoundStandIn | undefined,
  who: string | undefined,
): Consequence {
  if (conditions.shutsOut(provider.foldedName)) {
    return { reach: "nobody", sentences: NOBODY };
  }
  const unfilled = conditions
    .ofProvider(provider.foldedName)
    .find(({ condition, owner }) =>
      isUnfilled(provider, condition.foldedKey.slice(owner.length + 1), condition),
    );
  if (unfilled !== undefined) {
    return {
      reach: "nobody",
      sentences: `According to AWS's manual, nobody can assume this role as written: AWS does not fill ${unfilled.condition.key}. Without that condition the role would be open.`,
    };
  }
  const { iamDemands } = provider.issuer?.facts ?? {};
  if (who !== undefined) {
    return replayConsequence(provider, demands, who);
  }
  const refused =
    iamDemands !== undefined && !isDemandMet(iamDemands.claims, provider, conditions)
      ? `IAM rejects such a policy today: "Trust policy with trusted principal <provider> ${iamDemands.error}"`
      : undefined;
  if (standIn?.isRefusedByIam === true && refused !== undefined) {
    return { reach: "nobody", sentences: refused };
  }
  const likely = demandIfPresent(provider, conditions, boundaries);
  const open = isPinned(likely, boundaries)
    ? ({ reach: "replay", sentences: IF_PRESENT } as const)
    : openConsequence(
        provider,
        { ...demands, subject: likely, unbound: boundaries.unbound(likely.literals) },
        conditions,
        boundaries,
      );
  return refused === undefined
    ? open
    : {
        ...open,
        sentences: `${open.sentences} ${refused} Roles that are older than that check still work.`,
      };
}

/** STS's error is recorded (aws-actions/configure-aws-credentials 502, aws-sdk-ruby 2698), but not documented. */
const IF_PRESENT =
  'A token without a subject meets this condition, whoever it was issued to. STS rejects such tokens today ("Missing a required claim: sub"), but the policy does not.';

/** What a statement demands of the subject of tokens that have one, by operators that are true without it as well. */
function demandIfPresent(
  provider: OidcProvider,
  conditions: ConditionIndex,
  boundaries: SubjectBoundaries,
): ClaimDemand {
  const isBounded = (demand: ClaimDemand): boolean => boundaries.isBounded(demand);
  return demandOn(conditions.on(provider.foldedSubjectKey), true, isBounded, true);
}

/** Whether a demand binds the caller. */
function isPinned(subject: ClaimDemand, boundaries: SubjectBoundaries): boolean {
  return (
    boundaries.unbound(subject.literals).length === 0 &&
    (subject.kind === "exact" || (subject.kind === "patterns" && boundaries.isBounded(subject)))
  );
}

/** Whether another claim than the subject's neighbor pins the audience, or the provider lists a single one. */
function isAudiencePinned(
  { name, foldedName, issuer, entra }: OidcProvider,
  conditions: ConditionIndex,
  variables: boolean,
  { createdProviders = [] }: JudgeOptions,
): boolean {
  const isOther = (issuer?.facts.otherAudiences ?? []).some(
    (claim) => demandOn(conditions.on(`${foldedName}:${claim}`), variables, NO_PATTERNS).kind === "exact",
  );
  const created = createdProviders.find((provider) => provider.name === name);
  return isOther || (entra === undefined && created?.clientIds.length === 1);
}

function neverIssuedNote({ provider, place }: ClaimSetting, { values }: ClaimDemand): TrustFinding {
  return finding(place, {
    rule: "oidc-trust-requires-subject",
    code: "subject-never-issued",
    severity: "note",
    key: provider.subjectKey,
    found: `${listText(values, JSON.stringify, ",")} on ${provider.subjectKey}, which no subject of ${provider.issuer?.facts.name ?? "this issuer"} is like`,
    right: `a subject such as ${provider.issuer?.facts.subjects?.join(" or ") ?? "the tokens' own"}`,
    reach: "nobody",
  });
}

function standInNote({ standIn, key, demand }: FoundStandIn, place: Place): TrustFinding {
  return finding(place, {
    rule: "oidc-trust-requires-subject",
    code: "claim-stands-in",
    severity: "note",
    key,
    found: `${demand.values.map((value) => JSON.stringify(value)).join(" or ")} on ${key}, ${standIn.note ?? ""}`,
    right: "the subject as well, if you know it",
  });
}

function pin({ kind, values }: ClaimDemand): Pin {
  return { kind, values };
}
