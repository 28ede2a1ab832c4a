import { matchesWildcards } from "../../../trust";
import type { PolicyFacts, StatementFacts } from "./policy-facts";
import { common, coversPattern } from "./resource-patterns";
import { isForService } from "./service-principals";

/** Resources on which an action is allowed. */
export interface Grant {
  /** A pattern of the resources. */
  readonly pattern: string;
  /** Patterns of resources that are not among them. */
  readonly except?: readonly string[];
  /** Condition keys that the statement demands; empty if it is certain. */
  readonly conditions: readonly string[];
  /** Services that a role may be passed to; `undefined` for any. */
  readonly passedTo?: readonly string[];
}

/** Where an action is allowed. */
export interface Allowance {
  readonly grants: readonly Grant[];
  /** Condition keys of a Deny on all resources. It may take something away, and leaves the rest. */
  readonly deniedOn: readonly string[];
}

/** Whether something is allowed, and the condition keys on which that depends. */
export interface Doubt {
  readonly state: "yes" | "depends" | "no";
  readonly conditions: readonly string[];
  /** Condition keys of a Deny that may take something away. */
  readonly deniedOn: readonly string[];
}

/** What some policies allow together, minus what they deny, within a boundary. */
export class EffectivePermissions {
  readonly #statements: readonly StatementFacts[];
  readonly #boundary: EffectivePermissions | undefined;
  readonly #known = new Map<number, Allowance>();

  /**
   * @param policies - The policies of the role.
   * @param boundary - The policy that limits it, if there is one and the input has it.
   */
  constructor(policies: readonly PolicyFacts[], boundary?: PolicyFacts) {
    this.#statements = policies.flatMap(({ statements }) => statements);
    this.#boundary = boundary === undefined ? undefined : new EffectivePermissions([boundary]);
  }

  /**
   * Where an action is allowed.
   *
   * Source: AWS, "Policy evaluation logic": an explicit Deny wins, and a boundary limits what policies allow.
   */
  on(action: number): Allowance {
    const known = this.#known.get(action);
    if (known !== undefined) {
      return known;
    }
    const own = this.#statements.filter(({ actions }) => actions.includes(action));
    const denies = own.filter((statement) => statement.denies);
    const certainDenies = denies.filter(({ conditions }) => conditions.length === 0);
    const grants = certainDenies.reduce<readonly Grant[]>(
      without,
      own.filter((statement) => !statement.denies).flatMap(grantsOf),
    );
    const allowance: Allowance = {
      grants,
      // A role with such a Deny is no less powerful where its conditions do not hold.
      deniedOn:
        grants.length === 0
          ? []
          : [
              ...new Set(
                denies
                  // One on the service that a role is passed to is evaluated for each path.
                  .filter(
                    (deny) => deny.conditions.length > 0 && deny.passedTo === undefined && coversAll(deny),
                  )
                  .flatMap(({ conditions }) => conditions),
              ),
            ],
    };
    const effective = this.#boundary === undefined ? allowance : within(allowance, this.#boundary.on(action));
    this.#known.set(action, effective);
    return effective;
  }

  /** Whether a Deny without conditions forbids an action on a resource, whatever is allowed. */
  denies(action: number, arn: string): boolean {
    return this.#isDenied(
      (deny) => deny.actions.includes(action) && deny.conditions.length === 0 && concerns(deny, arn),
    );
  }

  /**
   * Whether a Deny keeps a role from being passed to a service, whatever is allowed.
   *
   * @param action - The position of `iam:PassRole`.
   * @param arn - The role; missing for every role.
   */
  deniesPassing(action: number, service: string, arn?: string): boolean {
    return this.#isDenied(
      (deny) =>
        deny.actions.includes(action) &&
        (deny.passedTo?.some((one) => isForService(one, service)) ?? deny.conditions.length === 0) &&
        (arn === undefined ? coversAll(deny) : concerns(deny, arn)),
    );
  }

  #isDenied(by: (deny: StatementFacts) => boolean): boolean {
    return (
      this.#statements.some((statement) => statement.denies && by(statement)) ||
      (this.#boundary !== undefined && this.#boundary.#isDenied(by))
    );
  }
}

/** Whether a grant is for a resource. */
export function isFor({ pattern, except = [] }: Grant, arn: string): boolean {
  return matchesWildcards(pattern, arn) && !except.some((one) => matchesWildcards(one, arn));
}

function concerns({ resources, allBut }: StatementFacts, arn: string): boolean {
  return resources.some((pattern) => matchesWildcards(pattern, arn)) !== allBut;
}

/**
 * Whether an action is allowed somewhere.
 *
 * @param counts - Which grants count. Default: all.
 */
export function allowed(
  { grants, deniedOn }: Allowance,
  counts: (grant: Grant) => boolean = () => true,
): Doubt {
  const counting = grants.filter(counts);
  if (counting.length === 0) {
    return { state: "no", conditions: [], deniedOn: [] };
  }
  return counting.some(({ conditions }) => conditions.length === 0)
    ? { state: "yes", conditions: [], deniedOn }
    : {
        state: "depends",
        conditions: [...new Set(counting.flatMap(({ conditions }) => conditions))],
        deniedOn,
      };
}

function grantsOf({ resources, allBut, conditions, passedTo }: StatementFacts): readonly Grant[] {
  const demanded = passedTo === undefined ? conditions : [];
  return (allBut ? ["*"] : resources).map((pattern) => ({
    pattern,
    ...(allBut ? { except: resources } : {}),
    conditions: demanded,
    ...(passedTo === undefined ? {} : { passedTo }),
  }));
}

/** What a Deny without conditions leaves. */
function without(grants: readonly Grant[], { resources, allBut }: StatementFacts): readonly Grant[] {
  return allBut
    ? grants.flatMap((grant) =>
        resources.flatMap((kept) => {
          const pattern = common(grant.pattern, kept);
          return pattern === undefined ? [] : [{ ...grant, pattern }];
        }),
      )
    : grants.filter(({ pattern }) => !resources.some((wide) => coversPattern(wide, pattern)));
}

/** What a boundary leaves. */
function within(own: Allowance, limit: Allowance): Allowance {
  const grants = own.grants.flatMap((grant) =>
    limit.grants.flatMap((limiting): Grant[] => {
      const pattern = common(grant.pattern, limiting.pattern);
      const services = [grant.passedTo, limiting.passedTo].filter((list) => list !== undefined);
      const [first, second] = services;
      const except = [...(grant.except ?? []), ...(limiting.except ?? [])];
      const passedTo =
        second === undefined
          ? first
          : first?.filter((service) => second.some((other) => common(service, other) !== undefined));
      return pattern === undefined
        ? []
        : [
            {
              pattern,
              ...(except.length === 0 ? {} : { except }),
              conditions: [...new Set([...grant.conditions, ...limiting.conditions])],
              ...(passedTo === undefined ? {} : { passedTo }),
            },
          ];
    }),
  );
  return { grants, deniedOn: [...new Set([...own.deniedOn, ...limit.deniedOn])] };
}

function coversAll({ resources, allBut }: StatementFacts): boolean {
  return !allBut && resources.includes("*");
}
