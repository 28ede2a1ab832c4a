import { readConditions } from "../parse/conditions";
import { grouped } from "../parse/grouped";
import type { PolicyStatement } from "../parse/policy-statement";
import { type PolicyProblem, problem } from "../parse/problem";
import { ConditionIndex } from "./condition-index";
import { everyoneFinding, type Place, type StatementContext } from "./finding";
import { judgeForeignKeys, judgeProviderName } from "./judge-issuer";
import { judgeProvider } from "./judge-provider";
import type { WayIn } from "./settle-reach";
import type { Pin, TrustFinding } from "./verdict";

/** Collects what is found in statements. */
export interface StatementResults {
  /** What IAM would not take. */
  readonly problems: PolicyProblem[];
  /** Violations and notes. */
  readonly findings: TrustFinding[];
  /** What is pinned to what. */
  readonly ways: WayIn[];
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
    const open = { audience: OPEN, subject: OPEN, isShutOut: false, judgedAs: "*", principals: 1 };
    results.ways.push({ statement: index, sid, provider: "*", ...open });
    const place: Place = { statement: index, path, sid, provider: "*", denied: context.denied };
    results.findings.push(everyoneFinding(place, everyone));
  }
  const indexed = new ConditionIndex(conditions, new Set(providers.map(({ foldedName }) => foldedName)));
  const judged = new Map<string, { readonly way: WayIn; readonly named: Set<string> }>();
  const accounts = new Map(
    [...grouped(providers, ({ name }) => name)].map(([name, named]) => [
      name,
      new Set(named.map(({ account }) => account)),
    ]),
  );
  for (const provider of providers) {
    const { name, account = "", foldedName } = provider;
    const place: Place = { statement: index, path, sid, provider: name, denied: context.denied };
    const before = judged.get(foldedName);
    if (before === undefined) {
      const { findings, way: read } = judgeProvider(provider, statement, place, indexed, context);
      const way = { ...read, judgedAs: name, principals: accounts.get(name)?.size ?? 1 };
      results.ways.push(way);
      results.findings.push(...findings);
      judged.set(foldedName, { way, named: new Set([name, `${account} ${name}`]) });
    } else {
      // The same keys say the same of it again; a statement can name it as often as it has values.
      if (!before.named.has(name)) {
        results.ways.push({ ...before.way, provider: name, principals: accounts.get(name)?.size ?? 1 });
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
