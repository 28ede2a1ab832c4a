import { providerOfKey } from "../parse/condition-keys";
import { type Condition, readConditions } from "../parse/conditions";
import { issuerNameOf, type OidcProvider, underIssuerName } from "../parse/oidc-provider";
import type { PolicyStatement } from "../parse/policy-statement";
import { type PolicyProblem, problem } from "../parse/problem";
import { ConditionIndex } from "./condition-index";
import { everyoneFinding, type Place, type StatementContext } from "./finding";
import { judgeForeignKeys, judgeMisspelledKeys, judgeProviderName } from "./judge-issuer";
import { judgeProvider } from "./judge-provider";
import type { Pin, TrustFinding, TrustGrant } from "./verdict";

/** Collects what is found in statements. */
export interface StatementResults {
  /** What IAM would not take. */
  readonly problems: PolicyProblem[];
  /** Violations and notes. */
  readonly findings: TrustFinding[];
  /** What is pinned to what. */
  readonly grants: TrustGrant[];
}

const OPEN: Pin = { kind: "nothing", values: [] };

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
  const right = providers.map(underIssuerName);
  const names = new Set(right.map(({ foldedName }) => foldedName));
  const indexed = new ConditionIndex(underIssuerNames(conditions, providers, names), names);
  const judged = new Map<string, { readonly grant: TrustGrant; readonly named: Set<string> }>();
  for (const provider of providers) {
    const { name, account = "", foldedName } = provider;
    const place: Place = { statement: index, path, sid, provider: name, denied: context.denied };
    const before = judged.get(foldedName);
    if (before === undefined) {
      const { grant, findings } = judgeProvider(
        underIssuerName(provider),
        statement,
        place,
        indexed,
        context,
      );
      results.grants.push({ ...grant, provider: name });
      results.findings.push(...findings);
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
  const place = { statement: index, path, sid, denied: context.denied };
  judgeForeignKeys(right, indexed, place, results.findings);
  judgeMisspelledKeys(providers, indexed, place, results.findings);
}

/**
 * The conditions, of which each key of a misspelled provider counts as one of the right provider's: a finding about the name
 * says that it is wrong, and other findings show what else is.
 */
function underIssuerNames(
  conditions: readonly Condition[],
  providers: readonly OidcProvider[],
  names: ReadonlySet<string>,
): readonly Condition[] {
  if (providers.every(({ isEntra, name, issuerName }) => !isEntra && name === issuerName)) {
    return conditions;
  }
  return conditions.map((condition) => {
    const { foldedKey } = condition;
    const owner = providerOfKey(foldedKey);
    const right = owner === undefined ? undefined : issuerNameOf(owner).toLowerCase();
    return owner === undefined || right === undefined || right === owner || !names.has(right)
      ? condition
      : { ...condition, foldedKey: `${right}${foldedKey.slice(owner.length)}` };
  });
}
