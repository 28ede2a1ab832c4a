import { providers as known } from "../issuers/providers";
import { ConditionIndex, demandsTheClaim } from "../kernel/condition-index";
import { providerOfKey } from "../kernel/condition-keys";
import { type Condition, readConditions } from "../kernel/conditions";
import { grouped } from "../kernel/grouped";
import type { OidcProvider } from "../kernel/oidc-provider";
import type { PolicyStatement } from "../kernel/policy-statement";
import { type PolicyProblem, problem } from "../kernel/problem";
import { compareReach } from "../kernel/reach";
import { everyoneFinding, NOBODY, type Place, type StatementContext } from "./finding";
import { type JudgedProvider, judgeProvider } from "./judge-provider";
import { judgeForeignKeys, judgeMisspelledKeys, judgeProviderName } from "./key-findings";
import type { WayIn } from "./settle-reach";
import type { Pin, TrustFinding, TrustGrant } from "./verdict";

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
  const conditions = readConditions(statement.condition, (code, within, given) => {
    results.problems.push(problem(code, { statement: index, sid, path: [...path, ...within], given }));
  });
  if (statement.denies || !statement.webIdentity) {
    return;
  }
  const right = providers.map((provider) => known.underIssuerName(provider));
  const names = new Set(right.map(({ foldedName }) => foldedName));
  const indexed = new ConditionIndex(underIssuerNames(conditions, providers, names), names, context.partial);
  if (everyone !== undefined) {
    const place: Place = { statement: index, path, sid, provider: "*", denied: context.denied };
    // AWS fills no key of a misspelled provider, whatever else the principal names.
    const written = new ConditionIndex(conditions, names, context.partial);
    const owner = demandedOwner(written);
    const judged =
      typeof owner === "object" ? judgeProvider(owner, statement, place, written, context) : undefined;
    const open = { statement: index, sid, provider: "*", audience: OPEN, subject: OPEN, isShutOut: false };
    results.ways.push({
      ...open,
      ...(judged === undefined ? {} : { admitted: admittedTokens(judged.way) }),
      judgedAs: "*",
      principals: 1,
    });
    results.findings.push(everyoneFinding(place, everyone, owner && admittedBy(judged)));
  }
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
      const { findings, way: read } = judgeProvider(
        known.underIssuerName(provider),
        statement,
        place,
        indexed,
        context,
      );
      const way = { ...read, provider: name, judgedAs: name, principals: accounts.get(name)?.size ?? 1 };
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
  const place = { statement: index, path, sid, denied: context.denied };
  judgeForeignKeys(right, indexed, place, statement.condition, results.findings);
  judgeMisspelledKeys(providers, indexed, place, statement.condition, results.findings);
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
  const own = new Set(providers.map(({ foldedName }) => foldedName));
  return conditions.map((condition) => {
    const { foldedKey } = condition;
    const owner = providerOfKey(foldedKey);
    // AWS fills no misspelled key. A condition that is true without its key demands nothing under it.
    if (owner === undefined || names.has(owner) || (!own.has(owner) && !demandsTheClaim(condition))) {
      return condition;
    }
    const right = known.issuerNameOf(owner).toLowerCase();
    return names.has(right)
      ? { ...condition, foldedKey: `${right}${foldedKey.slice(owner.length)}` }
      : condition;
  });
}

/**
 * The provider on whose keys the conditions of a statement are, `undefined` without such conditions, and `"none"` if no token fills
 * all of these keys: a token fills the keys of its own provider only, and AWS fills none of a misspelled name.
 */
function demandedOwner(conditions: ConditionIndex): OidcProvider | "none" | undefined {
  const owners = new Set(
    conditions.owned.flatMap(({ condition, owner }) => (demandsTheClaim(condition) ? [owner] : [])),
  );
  const [owner, ...others] = owners;
  if (owner === undefined) {
    return undefined;
  }
  const provider = known.read(`${ANY_ACCOUNT}${owner}`);
  return typeof provider === "object" &&
    provider.issuerName?.toLowerCase() === provider.foldedName &&
    others.length === 0
    ? provider
    : "none";
}

const ANY_ACCOUNT = "arn:aws:iam::000000000000:oidc-provider/";

function admittedTokens({
  provider,
  audience,
  subject,
  standIn,
}: JudgedProvider["way"]): NonNullable<TrustGrant["admitted"]> {
  return { provider, audience, subject, ...(standIn === undefined ? {} : { standIn }) };
}

/** Who gets in by a principal that names no provider, if the conditions are on a provider's keys. */
function admittedBy(judged: JudgedProvider | undefined): Pick<TrustFinding, "reach" | "consequence"> {
  if (judged === undefined) {
    return { reach: "nobody", consequence: NOBODY };
  }
  const { findings } = judged;
  const closed = findings.find(({ reach }) => reach === "nobody");
  const [widest] = findings
    .filter(({ reach }) => reach !== undefined)
    .sort((a, b) => compareReach(a.reach, b.reach));
  return (
    closed ??
    widest ?? {
      reach: undefined,
      consequence: "Only the identities that the conditions name can assume this role.",
    }
  );
}
