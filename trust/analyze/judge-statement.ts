import { readConditions } from "../parse/conditions";
import type { PolicyStatement } from "../parse/policy-statement";
import { type PolicyProblem, problem } from "../parse/problem";
import { ConditionIndex } from "./condition-index";
import { everyoneFinding, type Place, type StatementContext } from "./finding";
import { judgeForeignKeys, judgeProviderName } from "./judge-issuer";
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
  const indexed = new ConditionIndex(conditions, new Set(providers.map(({ foldedName }) => foldedName)));
  const judged = new Map<string, { readonly grant: TrustGrant; readonly named: Set<string> }>();
  for (const provider of providers) {
    const { name, account = "", foldedName } = provider;
    const place: Place = { statement: index, path, sid, provider: name, denied: context.denied };
    const before = judged.get(foldedName);
    if (before === undefined) {
      const { grant, findings } = judgeProvider(provider, statement, place, indexed, context);
      results.grants.push(grant);
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
  judgeForeignKeys(
    providers,
    indexed,
    { statement: index, path, sid, denied: context.denied },
    results.findings,
  );
}
