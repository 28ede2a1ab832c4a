/** Works out where a role's policies allow an action, after denies and the permissions boundary. */
import { ESCALATION_PATHS, matchesWildcards } from "../../../trust";
import type { PolicyFacts, StatementFacts } from "./policy-facts";
import { common, costOf, coversPattern, hasWildcard } from "./resource-patterns";
import { isForService } from "./service-principals";
import { watchedAction } from "./watched-actions";
import { MOST_GRANTS, MOST_NAME_PATTERNS, STEPS_TO_KEEP, Work } from "./work";

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

/** Actions that are compared with the names of the roles and users of an account. */
const NAMING: ReadonlySet<number> = new Set(
  [
    "iam:PassRole",
    "sts:AssumeRole",
    ...ESCALATION_PATHS.flatMap(({ needs, ofNamed, ofAssumable }) =>
      ofNamed === undefined && ofAssumable === undefined ? [] : needs.map(({ action }) => action),
    ),
  ].map(watchedAction),
);

const NOTHING: Allowance = { grants: [], deniedOn: [] };

/** Grants, each once, and not more of them than can be compared with the roles of an account. */
export class Grants {
  readonly #work: Work;
  readonly #all = new Map<string, Grant>();

  /** @param work - Ends if there are too many. */
  constructor(work: Work) {
    this.#work = work;
  }

  add(grant: Grant): void {
    if (this.#work.spend(STEPS_TO_KEEP)) {
      this.#all.set(JSON.stringify(grant), grant);
    }
    if (this.#all.size > MOST_GRANTS) {
      this.#work.end();
    }
  }

  get all(): readonly Grant[] {
    return this.#work.isSpent ? [] : [...this.#all.values()];
  }
}

/** What some policies allow together, minus what they deny, within a boundary. */
export class EffectivePermissions {
  /** The steps that it takes to compare the role's patterns. */
  readonly work: Work;
  readonly #statements: readonly StatementFacts[];
  readonly #boundary: EffectivePermissions | undefined;
  /** The actions that some statement allows. Most roles have few of those that are asked for. */
  readonly #allowed: ReadonlySet<number>;
  readonly #known = new Map<number, Allowance>();
  /** What the same statements allow. Most actions are in the same ones. */
  readonly #ofStatements = new Map<string, Allowance>();

  /**
   * @param policies - The policies of the role.
   * @param boundary - The policy that limits it, if there is one and the input has it.
   * @param account - The role's account.
   * @param work - Default: as many steps as a role may take.
   */
  constructor(policies: readonly PolicyFacts[], boundary?: PolicyFacts, account = "", work = new Work()) {
    this.work = work;
    this.#statements = policies
      .flatMap(({ statements }) => statements)
      .filter(({ accounts }) => accounts?.some((one) => matchesWildcards(one, account)) ?? true);
    this.#allowed = new Set(this.#statements.flatMap(({ denies, actions }) => (denies ? [] : actions)));
    this.#boundary =
      boundary === undefined ? undefined : new EffectivePermissions([boundary], undefined, account, work);
  }

  /**
   * Where an action is allowed. If the work is spent, it may be allowed elsewhere too.
   *
   * Source: AWS, "Policy evaluation logic": an explicit Deny wins, and a boundary limits what policies allow.
   */
  on(action: number): Allowance {
    const known = this.#allowed.has(action) ? this.#known.get(action) : NOTHING;
    if (known !== undefined) {
      return known;
    }
    const key = this.#statementsOf(action);
    const found = this.#ofStatements.get(key) ?? this.#evaluate(action);
    this.#ofStatements.set(key, found);
    const allowance = this.#isComparable(action, found) ? found : NOTHING;
    this.#known.set(action, allowance);
    return allowance;
  }

  /** Whether what an action is allowed on can be compared with the names of an account. Ends the work if not. */
  #isComparable(action: number, { grants }: Allowance): boolean {
    const isTooMuch =
      NAMING.has(action) &&
      grants.length > MOST_NAME_PATTERNS &&
      grants.filter(({ pattern }) => hasWildcard(pattern)).length > MOST_NAME_PATTERNS;
    if (isTooMuch) {
      this.work.end();
    }
    return !isTooMuch;
  }

  /** The statements about an action, by their places, and those of the boundary. */
  #statementsOf(action: number): string {
    const places = this.#statements.flatMap(({ actions }, place) =>
      actions.includes(action) ? [place] : [],
    );
    return `${places.join()}/${this.#boundary === undefined ? "" : this.#boundary.#statementsOf(action)}`;
  }

  #evaluate(action: number): Allowance {
    if (this.work.isSpent) {
      return NOTHING;
    }
    const own = this.#statements.filter(({ actions }) => actions.includes(action));
    const denies = own.filter((statement) => statement.denies);
    const certainDenies = denies.filter(({ conditions }) => conditions.length === 0);
    const given = own.filter((statement) => !statement.denies).flatMap(grantsOf);
    const everywhere = given.find(isEverywhere);
    const grants = certainDenies.reduce<readonly Grant[]>(
      (left, deny) => this.#without(left, deny),
      everywhere === undefined ? given : [everywhere],
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
    return this.#boundary === undefined ? allowance : this.#within(allowance, this.#boundary.on(action));
  }

  /** What a Deny without conditions leaves. */
  #without(grants: readonly Grant[], { resources, allBut }: StatementFacts): readonly Grant[] {
    if (!allBut) {
      return resources.includes("*")
        ? []
        : grants.filter(
            ({ pattern }) =>
              !resources.some(
                (wide) => this.work.spend(costOf(wide, pattern)) && coversPattern(wide, pattern),
              ),
          );
    }
    const left = new Grants(this.work);
    for (const grant of grants) {
      for (const kept of resources) {
        const pattern = common(grant.pattern, kept, this.work);
        if (pattern !== undefined) {
          left.add({ ...grant, pattern });
        }
        if (this.work.isSpent) {
          return [];
        }
      }
    }
    return left.all;
  }

  /** What a boundary leaves. */
  #within(own: Allowance, limit: Allowance): Allowance {
    const left = new Grants(this.work);
    for (const grant of own.grants) {
      for (const limiting of limit.grants) {
        const pattern = common(grant.pattern, limiting.pattern, this.work);
        if (this.work.isSpent) {
          return NOTHING;
        }
        if (pattern !== undefined) {
          left.add(this.#limited(grant, limiting, pattern));
        }
      }
    }
    return { grants: left.all, deniedOn: [...new Set([...own.deniedOn, ...limit.deniedOn])] };
  }

  /** What a grant and one of the boundary have in common. */
  #limited(grant: Grant, limiting: Grant, pattern: string): Grant {
    const [first, second] = [grant.passedTo, limiting.passedTo].filter((list) => list !== undefined);
    const except = [...(grant.except ?? []), ...(limiting.except ?? [])];
    const passedTo =
      second === undefined
        ? first
        : first?.filter((service) => second.some((other) => common(service, other, this.work) !== undefined));
    return {
      pattern,
      ...(except.length === 0 ? {} : { except }),
      conditions: [...new Set([...grant.conditions, ...limiting.conditions])],
      ...(passedTo === undefined ? {} : { passedTo }),
    };
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
      this.#statements.some(
        (statement) => statement.denies && this.work.spend(statement.resources.length) && by(statement),
      ) ||
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

function grantsOf({ resources, allBut, conditions, passedTo }: StatementFacts): readonly Grant[] {
  const demanded = passedTo === undefined ? conditions : [];
  return (allBut ? ["*"] : resources).map((pattern) => ({
    pattern,
    ...(allBut ? { except: resources } : {}),
    conditions: demanded,
    ...(passedTo === undefined ? {} : { passedTo }),
  }));
}

/** Whether a grant leaves nothing to others: it is for everything and certain. */
function isEverywhere({ pattern, except, conditions, passedTo }: Grant): boolean {
  return pattern === "*" && except === undefined && conditions.length === 0 && passedTo === undefined;
}

function coversAll({ resources, allBut }: StatementFacts): boolean {
  return !allBut && resources.includes("*");
}
