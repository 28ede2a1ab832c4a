import { readConditions } from "../parse/conditions";
import type { OidcProvider } from "../parse/oidc-provider";
import type { PolicyStatement } from "../parse/policy-statement";
import { type PolicyProblem, problem } from "../parse/problem";
import { whoGetsIn } from "./claim-consequence";
import { type ClaimDemand, demandOn } from "./claim-demand";
import { claimFinding } from "./claim-finding";
import { ConditionIndex } from "./condition-index";
import { type ClaimSetting, everyoneFinding, type Place } from "./finding";
import { judgeForeignKeys, judgeProviderName, judgeUnfilledKeys } from "./judge-issuer";
import { judgeValues } from "./judge-values";
import { gitHubSubjectPatterns, isBounded } from "./subject-patterns";
import type { JudgeOptions, Pin, TrustFinding, TrustGrant } from "./verdict";

/** What the whole policy says about its statements. */
export interface StatementContext {
  /** Whether values may hold policy variables. */
  readonly variables: boolean;
  /** Whether the policy has a Deny for web identities, which repairs nothing. */
  readonly denied: boolean;
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
    results.findings.push(everyoneFinding("audience", place, everyone));
    results.findings.push(everyoneFinding("subject", place, everyone));
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
  { variables, options }: StatementContext,
  { findings, grants }: StatementResults,
): TrustGrant {
  const allowances = options.subjectPatterns ?? gitHubSubjectPatterns;
  const bounded = (beginnings: readonly string[]): boolean =>
    isBounded(beginnings, provider.name, allowances);
  const audience = demandOn(conditions.on(provider.foldedAudienceKey), variables, NO_PATTERNS);
  const subject = demandOn(conditions.on(provider.foldedSubjectKey), variables, bounded);
  const grant: TrustGrant = {
    statement: index,
    sid,
    provider: provider.name,
    audience: pin(audience),
    subject: pin(subject),
  };
  grants.push(grant);

  const setting: ClaimSetting = { place, provider, condition, conditions, variables, allowances };
  for (const claim of ["audience", "subject"] as const) {
    const demand = claim === "audience" ? audience : subject;
    const accepted =
      demand.kind === "exact" ||
      (claim === "subject" && demand.beginnings !== undefined && bounded(demand.beginnings));
    if (!accepted) {
      const consequence = conditions.shutsOut(provider.foldedName)
        ? undefined
        : whoGetsIn(claim, provider, { audience, subject });
      findings.push(claimFinding(claim, setting, consequence));
    } else {
      judgeValues(claim, demand, setting, findings);
    }
  }
  judgeUnfilledKeys(provider, conditions, place, findings);
  return grant;
}

function pin({ kind, values }: ClaimDemand): Pin {
  return { kind, values };
}
