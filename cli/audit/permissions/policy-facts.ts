/** Extracts the few facts of a permissions policy that the audit keeps in memory. */
import { policyDocument } from "../../../policy-sources";
import { asList, grouped, isObject, stringsIn } from "../../../trust";
import { demandsOf, matching } from "./conditions";
import { isForService, PASSED_SERVICES } from "./service-principals";
import { hasOpenService, watchedBy, watchedExcept } from "./watched-actions";
import { servicesWritten } from "./written-services";

/** What is kept of a statement of a permissions policy. */
export interface StatementFacts {
  readonly denies: boolean;
  /** The watched actions, by position. */
  readonly actions: readonly number[];
  /** Patterns of resources, or those that `NotResource` excludes. */
  readonly resources: readonly string[];
  readonly allBut: boolean;
  /** The condition keys that it demands, in lower case, without those that each call of the role fulfills. */
  readonly conditions: readonly string[];
  /** The accounts whose roles it is for: patterns. Missing for all. */
  readonly accounts?: readonly string[];
  /** The services that `iam:PassedToService` is about, if that is the only condition: a Deny concerns these, an Allow admits them. */
  readonly passedTo?: readonly string[];
}

/** What is kept of a permissions policy: a few hundred bytes, shared by all policies that say the same. */
export interface PolicyFacts {
  /** The statements with watched actions. */
  readonly statements: readonly StatementFacts[];
  /** Whether it allows anything at all. */
  readonly allows: boolean;
  /** The services in which it may change something, as {@link servicesWritten} has them. */
  readonly writes: readonly string[];
  /** Whether it could not be read, or would take too long to read. */
  readonly unreadable?: "damaged" | "complex";
}

/** What is kept of a statement: nothing, all of it, or a part. */
export type KeepStatement = (statement: StatementFacts) => readonly StatementFacts[];

const PASSED_TO = "iam:passedtoservice";
const ALL = ["*"] as const;

/** Up to how many characters equal facts are one object. */
const LONGEST_SHARED = 512;

/** How many patterns of actions a policy may have that are for several services. Real policies have fewer than 20. */
const MOST_OPEN_PATTERNS = 200;

/** Reduces policies to what decides how far a role gets. Equal results are one object. */
export class PolicyReducer {
  readonly #known = new Map<string, PolicyFacts>();
  /** Lists of actions and services are of few kinds, and long ones among them. */
  readonly #lists = new Map<string, readonly (string | number)[]>();
  readonly #places = new Map<readonly (string | number)[], number>();

  /**
   * @param document - A policy as an object, or as JSON, also URL-encoded as the API has it.
   * @param keep - What is kept of a statement. Default: all of it.
   */
  reduce(document: unknown, keep: KeepStatement = (statement) => [statement]): PolicyFacts {
    const policy = policyDocument(document);
    const facts: PolicyFacts =
      policy === undefined
        ? { statements: [], allows: false, writes: [], unreadable: "damaged" }
        : reducePolicy(policy, keep);
    const writes = this.#shared(facts.writes);
    const statements = facts.statements.map((statement) => ({
      ...statement,
      actions: this.#shared(statement.actions),
    }));
    const key = JSON.stringify([
      { ...facts, writes: this.#places.get(writes), statements: [] },
      statements.map((statement) => ({ ...statement, actions: this.#places.get(statement.actions) })),
    ]);
    const known = key.length > LONGEST_SHARED ? undefined : this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    // The strings of the key are copies: those of the document would keep all of it in memory.
    const [, copies] = JSON.parse(key) as [unknown, StatementFacts[]];
    const own: PolicyFacts = {
      ...facts,
      writes,
      statements: copies.map((copy, index) => ({ ...copy, actions: statements[index]?.actions ?? [] })),
    };
    // Long ones name resources of their own, and are never equal.
    if (key.length <= LONGEST_SHARED) {
      this.#known.set(key, own);
    }
    return own;
  }

  #shared<Item extends string | number>(list: readonly Item[]): readonly Item[] {
    const key = JSON.stringify(list);
    const known = this.#lists.get(key) as readonly Item[] | undefined;
    if (known !== undefined) {
      return known;
    }
    const copy = JSON.parse(key) as readonly Item[];
    this.#lists.set(key, copy);
    this.#places.set(copy, this.#places.size);
    return copy;
  }
}

function reducePolicy(policy: Readonly<Record<string, unknown>>, keep: KeepStatement): PolicyFacts {
  const statements = asList(policy.Statement).filter(isObject);
  const allowing = statements.filter(({ Effect }) => Effect === "Allow");
  const open = statements.flatMap(({ Action, NotAction }) => [Action, NotAction].flatMap(stringsIn));
  if (new Set(open.filter(hasOpenService)).size > MOST_OPEN_PATTERNS) {
    return { statements: [], allows: allowing.length > 0, writes: [], unreadable: "complex" };
  }
  return {
    statements: merged(
      statements
        .map(reduceStatement)
        .filter(({ actions }) => actions.length > 0)
        .flatMap(keep),
    ),
    allows: allowing.length > 0,
    writes: [
      ...new Set(allowing.flatMap(({ Action, NotAction }) => servicesWritten(Action, NotAction))),
    ].sort(),
  };
}

/** Statements that differ in their resources only, as one. */
function merged(statements: readonly StatementFacts[]): readonly StatementFacts[] {
  const groups = grouped(statements, ({ resources, allBut, ...others }) =>
    // What two exclusions leave is not one exclusion.
    JSON.stringify(allBut ? [others, resources] : others),
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first === undefined
      ? []
      : [{ ...first, resources: [...new Set([first, ...more].flatMap(({ resources }) => resources))] }],
  );
}

function reduceStatement(statement: Readonly<Record<string, unknown>>): StatementFacts {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const actions =
    NotAction === undefined
      ? [...new Set(stringsIn(Action).flatMap((pattern) => watchedBy(pattern)))].sort((a, b) => a - b)
      : watchedExcept(stringsIn(NotAction));
  const denies = Effect !== "Allow";
  const { open, accounts } = demandsOf(Condition, denies);
  const [first, ...more] = open;
  const passedTo =
    first?.key === PASSED_TO && more.length === 0 ? passedServices(first.operator, first.values) : undefined;
  return {
    denies,
    actions,
    resources:
      NotResource !== undefined
        ? stringsIn(NotResource)
        : Resource === "*"
          ? ALL
          : Effect === "Allow"
            ? stringsIn(Resource).map(withoutVariables)
            : stringsIn(Resource),
    allBut: NotResource !== undefined,
    conditions: [...new Set(open.map(({ key }) => key))],
    ...(accounts === undefined ? {} : { accounts }),
    ...(passedTo === undefined ? {} : { passedTo }),
  };
}

/**
 * A pattern of an Allow in which a policy variable stands for any value: who calls decides it. A Deny keeps its variables, since
 * it may concern nothing. `${*}`, `${?}`, and `${$}` are the characters themselves.
 *
 * Source: AWS, "IAM policy elements: Variables and tags".
 */
function withoutVariables(pattern: string): string {
  return pattern.includes("${") ? pattern.replaceAll(/\$\{[^}*?$][^}]*\}/g, "*") : pattern;
}

/** The condition keys of a statement, in lower case. */
export function conditionKeys(condition: unknown): readonly string[] {
  return isObject(condition)
    ? [
        ...new Set(
          Object.values(condition).flatMap((block) =>
            isObject(block) ? Object.keys(block).map((key) => key.toLowerCase()) : [],
          ),
        ),
      ]
    : [];
}

/**
 * The services that fulfill a condition on `iam:PassedToService`: patterns, or for a negated operator those of the documented
 * paths. `IfExists` changes nothing, since IAM always knows the service.
 */
function passedServices(operator: string, values: readonly string[]): readonly string[] | undefined {
  const match = /^String(Not)?(?:Equals|Like)(?:IfExists)?$/.exec(operator);
  // A policy variable can be any service.
  if (match === null || values.some((value) => value.includes("${"))) {
    return undefined;
  }
  const named = matching(operator, values);
  return match[1] === undefined
    ? named
    : PASSED_SERVICES.filter((service) => !named.some((value) => isForService(value, service)));
}
