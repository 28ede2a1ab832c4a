import type { SubjectBoundaries } from "../issuers/subject-boundaries";
import { type Condition, readConditions } from "../policy/conditions";
import type { Everyone, PolicyStatement } from "../policy/policy-document";
import { type PolicyProblem, problem } from "../policy/problem";
import { ConditionIndex, demandsTheClaim } from "./condition-index";
import { closing, type Fact } from "./fact";
import type { CreatedProvider, Pin, TrustGrant, WayIn } from "./grant";
import { grouped } from "./grouped";
import { type JudgedProvider, judgeProvider } from "./judge-provider";
import { type ForeignFact, foreignKeyFacts, misspelledKeyFacts } from "./key-facts";
import type { OidcProvider, Providers } from "./oidc-provider";
import { compareReach } from "./reach";

/** What statements are judged by. */
export interface Context {
  /** Reads providers by the table of issuers. */
  readonly known: Providers;
  /** Which subjects of a provider bind a caller, by the table of issuers and what the caller accepts beside it. */
  readonly boundariesOf: (provider: OidcProvider) => SubjectBoundaries;
  /** Providers that are created together with the role. One that lists a single audience pins it. */
  readonly createdProviders?: readonly CreatedProvider[] | undefined;
  /** The role's account (12 digits). If given, a provider of another account closes the role. */
  readonly accountId?: string | undefined;
}

/** A fact on the claims of a provider, which the principal names so, and what it was worked out from. */
export interface ClaimFact {
  readonly provider: string;
  readonly fact: Fact;
  readonly judged: JudgedProvider;
}

/** A fact on the name of a provider. */
export interface NameFact {
  readonly provider: string;
  readonly fact: Fact;
  readonly named: OidcProvider;
}

/** The fact that a principal takes in every provider. */
export interface EveryoneFact {
  readonly provider: "*";
  readonly fact: Fact;
  readonly everyone: Everyone;
  /** Who gets in if the conditions keep out all but one provider, because of which fact if of one. */
  readonly admits: "nobody" | "named" | Omit<ClaimFact, "provider"> | undefined;
}

/** A fact on a statement. */
export type PlacedFact = ClaimFact | NameFact | EveryoneFact | ForeignFact;

/** What is known of a statement. */
export interface JudgedStatement {
  /** What IAM would not take in its conditions. */
  readonly problems: readonly PolicyProblem[];
  readonly facts: readonly PlacedFact[];
  readonly ways: readonly WayIn[];
}

const OPEN: Pin = { kind: "nothing", values: [] };

/** Judges one statement: whether IAM would take it and, if an OpenID Connect identity can use it, what it pins. */
export function judgeStatement(statement: PolicyStatement, context: Context): JudgedStatement {
  const { index, path, sid, variables, everyone } = statement;
  const { known } = context;
  const problems: PolicyProblem[] = [];
  // Read in every statement, since IAM refuses the whole policy for one condition that it does not know.
  const conditions = readConditions(statement.condition, (code, within, given) => {
    problems.push(problem(code, { statement: index, sid, path: [...path, ...within], given }));
  });
  if (statement.denies || !statement.webIdentity) {
    return { problems, facts: [], ways: [] };
  }
  // The same keys say the same of a provider again, which a statement can name as often as it has values.
  const keyOf = ({ account = "", name }: OidcProvider): string => `${account} ${name}`;
  const providers =
    statement.providers.length < 2
      ? statement.providers
      : [...new Map(statement.providers.map((one) => [keyOf(one), one])).values()];
  const right = providers.map((provider) => known.underIssuerName(provider));
  const names = new Set(right.map(({ foldedName }) => foldedName));
  const indexed = new ConditionIndex(underIssuerNames(conditions, providers, names, known), names);
  const judge = (provider: OidcProvider, ofProvider: ConditionIndex): JudgedProvider => {
    const boundaries = context.boundariesOf(provider);
    return judgeProvider({ provider, conditions: ofProvider, variables, boundaries }, context);
  };
  const facts: PlacedFact[] = [];
  const ways: WayIn[] = [];
  if (everyone !== undefined) {
    // AWS fills no key of a misspelled provider, whatever else the principal names.
    const written = new ConditionIndex(conditions, names);
    const owner = demandedOwner(written, known);
    const judged = typeof owner === "object" ? judge(owner, written) : undefined;
    const admitted = judged && admittedTokens(judged);
    const pins = { audience: OPEN, subject: OPEN, standIn: undefined, admitted, isShutOut: false };
    ways.push({ statement: index, sid, provider: "*", pins, judgedAs: "*", principals: 1 });
    const admits = owner === undefined ? undefined : admittedBy(judged);
    const closed = admits === "nobody" ? admits : undefined;
    const reach = admits === undefined ? "anyone" : typeof admits === "object" ? admits.fact.reach : closed;
    const fact: Fact = { code: "provider-not-named", severity: "violation", reach };
    facts.push({ provider: "*", fact, everyone, admits });
  }
  const ofName = providers.length < 2 ? undefined : grouped(providers, ({ name }) => name);
  const judgedWays = new Map<string, WayIn>();
  for (const provider of providers) {
    const { name, foldedName } = provider;
    const same = judgedWays.get(foldedName);
    const ofSameName = ofName?.get(name) ?? [provider];
    const principals = ofSameName.length;
    if (same === undefined) {
      const judged = judge(known.underIssuerName(provider), indexed);
      const way = { statement: index, sid, provider: name, pins: judged.pins, judgedAs: name, principals };
      ways.push(way);
      for (const fact of judged.facts) {
        facts.push({ provider: name, fact, judged });
      }
      judgedWays.set(foldedName, way);
    } else if (ofSameName[0] === provider) {
      ways.push({ ...same, provider: name, principals });
    }
    for (const fact of nameFacts(provider, context)) {
      facts.push({ provider: name, fact, named: provider });
    }
  }
  facts.push(...foreignKeyFacts(right, indexed), ...misspelledKeyFacts(providers, indexed, known));
  return { problems, facts, ways };
}

/** Looks at how a principal names a provider: as its tokens do, and in the role's own account. */
function nameFacts({ name, issuerName, account }: OidcProvider, { accountId }: Context): Fact[] {
  const facts = issuerName === name ? [] : [closing("provider-name-differs")];
  if (accountId !== undefined && account !== undefined && account !== accountId) {
    facts.push(closing("provider-of-another-account"));
  }
  return facts;
}

/**
 * The conditions, of which each key of a misspelled provider counts as one of the right provider's: a fact about the name
 * says that it is wrong, and other facts show what else is.
 */
function underIssuerNames(
  conditions: readonly Condition[],
  providers: readonly OidcProvider[],
  names: ReadonlySet<string>,
  known: Providers,
): readonly Condition[] {
  const isRight = ({ owner }: Condition): boolean => owner === undefined || names.has(owner);
  if (conditions.every(isRight)) {
    return conditions;
  }
  const own = new Set(providers.map(({ foldedName }) => foldedName));
  return conditions.map((condition) => {
    const { foldedKey, owner = "" } = condition;
    // AWS fills no misspelled key. A condition that is true without its key demands nothing under it.
    if (isRight(condition) || (!own.has(owner) && !demandsTheClaim(condition))) {
      return condition;
    }
    const right = known.issuerNameOf(owner).toLowerCase();
    return names.has(right)
      ? { ...condition, foldedKey: `${right}${foldedKey.slice(owner.length)}`, owner: right }
      : condition;
  });
}

/**
 * The provider on whose keys the conditions of a statement are, `undefined` without such conditions, and `"none"` if no token fills
 * all of these keys: a token fills the keys of its own provider only, and AWS fills none of a misspelled name.
 */
function demandedOwner(conditions: ConditionIndex, known: Providers): OidcProvider | "none" | undefined {
  const owners = new Set(conditions.owned.filter(demandsTheClaim).map(({ owner }) => owner));
  const [owner, ...others] = owners;
  if (owner === undefined) {
    return undefined;
  }
  const provider = known.read(`arn:aws:iam::000000000000:oidc-provider/${owner}`);
  return typeof provider === "object" &&
    provider.issuerName?.toLowerCase() === provider.foldedName &&
    others.length === 0
    ? provider
    : "none";
}

function admittedTokens({ setting, pins }: JudgedProvider): NonNullable<TrustGrant["admitted"]> {
  const { audience, subject, standIn } = pins;
  return {
    provider: setting.provider.name,
    audience,
    subject,
    ...(standIn === undefined ? {} : { standIn }),
  };
}

function admittedBy(judged: JudgedProvider | undefined): EveryoneFact["admits"] {
  if (judged === undefined) {
    return "nobody";
  }
  const weighed = judged.facts.filter(({ reach }) => reach !== undefined);
  const [widest] = [...weighed].sort((a, b) => compareReach(a.reach, b.reach));
  const fact = weighed.find(({ reach }) => reach === "nobody") ?? widest;
  return fact === undefined ? "named" : { fact, judged };
}
