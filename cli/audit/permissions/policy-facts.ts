import { asList, grouped, isObject, stringsIn } from "../../../trust";
import { isForService, PASSED_SERVICES } from "./service-principals";
import { watchedBy, watchedExcept } from "./watched-actions";

/** What is kept of a statement of a permissions policy. */
export interface StatementFacts {
  readonly denies: boolean;
  /** The watched actions, by position. */
  readonly actions: readonly number[];
  /** Patterns of resources, or those that `NotResource` excludes. */
  readonly resources: readonly string[];
  readonly allBut: boolean;
  /** The condition keys that it demands, in lower case. */
  readonly conditions: readonly string[];
  /** The services that `iam:PassedToService` is about, if that is the only condition: a Deny concerns these, an Allow admits them. */
  readonly passedTo?: readonly string[];
}

/** What is kept of a permissions policy: a few hundred bytes, shared by all policies that say the same. */
export interface PolicyFacts {
  /** The statements with watched actions. */
  readonly statements: readonly StatementFacts[];
  /** Whether it allows anything at all. */
  readonly allows: boolean;
  /** Whether it could not be read. */
  readonly unreadable?: true;
}

/** What is kept of a statement: nothing, all of it, or a part. */
export type KeepStatement = (statement: StatementFacts) => readonly StatementFacts[];

const PASSED_TO = "iam:passedtoservice";
const ALL = ["*"] as const;

/** Up to how many characters equal facts are one object. */
const LONGEST_SHARED = 512;

/** Reduces policies to what decides how far a role gets. Equal results are one object. */
export class PolicyReducer {
  readonly #known = new Map<string, PolicyFacts>();

  /**
   * @param document - A policy as an object, or as JSON, also URL-encoded as the API has it.
   * @param keep - What is kept of a statement. Default: all of it.
   */
  reduce(document: unknown, keep: KeepStatement = (statement) => [statement]): PolicyFacts {
    const policy = typeof document === "string" ? parsed(document) : document;
    const facts: PolicyFacts = isObject(policy)
      ? reducePolicy(policy, keep)
      : { statements: [], allows: false, unreadable: true };
    const key = JSON.stringify(facts);
    // Long ones name resources of their own, and are never equal.
    if (key.length > LONGEST_SHARED) {
      return JSON.parse(key) as PolicyFacts;
    }
    const known = this.#known.get(key);
    if (known !== undefined) {
      return known;
    }
    this.#known.set(key, facts);
    return facts;
  }
}

function reducePolicy(policy: Readonly<Record<string, unknown>>, keep: KeepStatement): PolicyFacts {
  const statements = asList(policy.Statement).filter(isObject);
  return {
    statements: merged(
      statements
        .map(reduceStatement)
        .filter(({ actions }) => actions.length > 0)
        .flatMap(keep),
    ),
    allows: statements.some(({ Effect }) => Effect === "Allow"),
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
  const conditions = conditionKeys(Condition);
  const passedTo =
    conditions.length === 1 && conditions[0] === PASSED_TO ? passedServices(Condition) : undefined;
  return {
    denies: Effect !== "Allow",
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
    conditions,
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
function passedServices(condition: unknown): readonly string[] | undefined {
  const blocks = isObject(condition) ? Object.entries(condition) : [];
  const [[operator, block] = ["", undefined]] = blocks;
  const match = /^String(Not)?(?:Equals|Like)(?:IfExists)?$/.exec(operator);
  if (blocks.length !== 1 || match === null || !isObject(block)) {
    return undefined;
  }
  const values = stringsIn(Object.values(block)[0]);
  return match[1] === undefined
    ? values
    : PASSED_SERVICES.filter((service) => !values.some((value) => isForService(value, service)));
}

/** A document in JSON, URL-encoded or not. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text.includes("{") ? text : decodeURIComponent(text)) as unknown;
  } catch {
    return undefined;
  }
}
