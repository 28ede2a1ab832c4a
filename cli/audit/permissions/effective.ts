import { matchesWildcards } from "../../../trust";
import type { PolicyFacts, StatementFacts } from "./policy-facts";

/** Whether an action is allowed: on which resources, or on what it depends. */
export interface Allowance {
  readonly state: "yes" | "depends" | "no";
  /** Patterns of the resources, as the statements that allow it name them. */
  readonly resources: readonly string[];
  /** Condition keys on which it depends. */
  readonly conditions: readonly string[];
  /** Services that a role may be passed to; `undefined` for any. */
  readonly passedTo?: readonly string[];
}

const NO: Allowance = { state: "no", resources: [], conditions: [] };

/** What some policies allow together, minus what they deny, within a boundary. */
export class EffectivePermissions {
  readonly #statements: readonly StatementFacts[];
  readonly #boundary: EffectivePermissions | undefined;

  /**
   * @param policies - The policies of the role.
   * @param boundary - The policy that limits it, if there is one and the input has it.
   */
  constructor(policies: readonly PolicyFacts[], boundary?: PolicyFacts) {
    this.#statements = policies.flatMap(({ statements }) => statements);
    this.#boundary = boundary === undefined ? undefined : new EffectivePermissions([boundary]);
  }

  /**
   * Whether an action is allowed.
   *
   * Source: AWS, "Policy evaluation logic": an explicit Deny wins, and a boundary limits what policies allow.
   */
  on(action: number): Allowance {
    const own = this.#statements.filter(({ actions }) => actions.includes(action));
    const denies = own.filter((statement) => statement.denies);
    const certain = own.filter(
      (statement) =>
        !statement.denies && (statement.conditions.length === 0 || statement.passedTo !== undefined),
    );
    const conditional = own.filter((statement) => !statement.denies && !certain.includes(statement));
    const chosen = certain.length > 0 ? certain : conditional;
    const resources = chosen
      .flatMap(({ resources: patterns, allBut }) => (allBut ? ["*"] : patterns))
      .filter((pattern) => !denies.some((deny) => deny.conditions.length === 0 && covers(deny, pattern)));
    if (resources.length === 0) {
      return NO;
    }
    // A Deny with conditions leaves open whether the action is allowed at all, if it is about all resources.
    const doubts = denies.filter((deny) => deny.conditions.length > 0 && coversAll(deny));
    const conditions = [
      ...(certain.length > 0 ? [] : conditional.flatMap((statement) => statement.conditions)),
      ...doubts.flatMap((deny) => deny.conditions),
    ];
    const allowance: Allowance = {
      state: conditions.length > 0 ? "depends" : "yes",
      resources: [...new Set(resources)],
      conditions: [...new Set(conditions)],
      ...passedTo(chosen),
    };
    return this.#boundary === undefined ? allowance : within(allowance, this.#boundary.on(action));
  }
}

function passedTo(statements: readonly StatementFacts[]): Pick<Allowance, "passedTo"> {
  const services = statements.map((statement) => statement.passedTo);
  return services.some((list) => list === undefined)
    ? {}
    : { passedTo: [...new Set(services.flatMap((list) => list ?? []))] };
}

/** What a boundary leaves. Of the resources, the narrower ones stay. */
function within(own: Allowance, limit: Allowance): Allowance {
  if (limit.state === "no") {
    return NO;
  }
  const inside = (patterns: readonly string[], others: readonly string[]): readonly string[] =>
    patterns.filter((pattern) => others.some((wide) => matchesWildcards(wide, pattern)));
  const resources = [
    ...new Set([...inside(own.resources, limit.resources), ...inside(limit.resources, own.resources)]),
  ];
  if (resources.length === 0) {
    return NO;
  }
  const conditions = [...new Set([...own.conditions, ...limit.conditions])];
  return {
    ...own,
    state: conditions.length > 0 ? "depends" : "yes",
    resources,
    conditions,
    ...(own.passedTo === undefined && limit.passedTo !== undefined ? { passedTo: limit.passedTo } : {}),
  };
}

function coversAll({ resources, allBut }: StatementFacts): boolean {
  return !allBut && resources.includes("*");
}

/** Whether a statement is about all that a pattern of resources matches. */
function covers({ resources, allBut }: StatementFacts, pattern: string): boolean {
  return !allBut && resources.some((wide) => matchesWildcards(wide, pattern));
}

/**
 * Whether a pattern matches the resources of a service, and not only those with a chosen beginning: the name is a wildcard from its
 * first character on, as in `*` and `arn:aws:iam::*:role/*`.
 *
 * @param service - The service in ARNs, such as `iam`; empty for all services.
 */
export function isBroad(pattern: string, service: string): boolean {
  const parts = pattern.split(":");
  if (parts.length < 6) {
    return /^(?:arn(?::[^:]*)?:)?\*+$/.test(pattern);
  }
  const name = parts
    .slice(5)
    .join(":")
    .replace(/^[^*?/:]*[/:]/, "");
  return isOfService(pattern, service) && name.startsWith("*");
}

/** Whether a pattern matches resources of a service. */
export function isOfService(pattern: string, service: string): boolean {
  const parts = pattern.split(":");
  return parts.length < 3 || matchesWildcards(parts[2] ?? "", service);
}
