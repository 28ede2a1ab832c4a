import { ARGUMENTS, coded, nearestName } from "../../messages";
import { memberPath } from "../../trust/text";
import type { ArgumentChecks } from "./argument-checks";
import { type ArgumentPaths, checkedPaths, markChecked } from "./argument-paths";

/**
 * What one argument may be.
 *
 * @typeParam In - What a program may give.
 * @typeParam Out - What the component uses.
 * @typeParam All - The arguments that it is one of.
 */
export interface Argument<In, Out = In, All = unknown> {
  /**
   * Checks the given value, and returns the value to use from now on.
   *
   * @param path - The name of the argument, below that of `checks`.
   * @param all - The arguments that it is one of, not checked.
   */
  readonly check: (checks: ArgumentChecks, path: string, given: In, all: All) => Out;
}

/** One entry per argument; a missing one does not compile. */
export type Entries<Args> = { readonly [K in keyof Args]-?: Argument<Args[K], unknown, Args> };

/** The result of the checks of a table. What may be omitted there may be omitted here. */
export type Checked<E> = Sparse<{
  readonly [K in keyof E]: E[K] extends Argument<never, infer Out, never> ? Out : never;
}>;

type Sparse<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: T[K];
};

/** Arguments that passed the checks of a table. */
export type CheckedBy<T extends { readonly entries: object }> = Checked<T["entries"]>;

/** Arguments that belong to another object, with what the user should do about them. */
export interface Misplaced {
  readonly remedy: string;
  readonly names: readonly string[];
}

/** Every argument of a component, or of a structure among its arguments. */
export class ArgumentTable<Args extends object, E extends Entries<Args>> {
  /** The names of all arguments. */
  readonly names: readonly string[];

  /**
   * @param entries - What each argument may be, in the order in which problems are reported.
   * @param together - Reports arguments that exclude or require each other.
   */
  constructor(
    readonly entries: E,
    readonly together: (checks: ArgumentChecks, args: Args) => void,
  ) {
    this.names = Object.keys(entries);
  }

  /**
   * Checks the arguments of a component, unless its owner has checked them.
   *
   * @throws as {@link ArgumentChecks.finish}, when there are no arguments at all.
   */
  check(checks: ArgumentChecks, args: Args): Checked<E> {
    if (checkedPaths(args) !== undefined) {
      return args as unknown as Checked<E>;
    }
    if (!checks.isStructure("args", args)) {
      checks.finish();
    }
    return this.members(checks, args);
  }

  /**
   * Arguments for a part that its owner creates. The part does not check them again, and reports what only it finds out
   * at the arguments of the owner.
   */
  checked(args: Checked<E>, paths: ArgumentPaths): Args {
    return markChecked(args, paths) as unknown as Args;
  }

  /** Checks the members of a structure, which must be a plain object. */
  members(checks: ArgumentChecks, args: Args, misplaced?: Misplaced): Checked<E> {
    this.#reportUnknown(checks, args, misplaced);
    this.together(checks, args);
    const entries = Object.entries(this.entries) as [string, Argument<unknown, unknown, Args>][];
    return Object.fromEntries(
      entries.map(([name, { check }]) => [name, check(checks, name, args[name as keyof Args], args)]),
    ) as Checked<E>;
  }

  /** Without types, a misspelled name would be ignored silently. */
  #reportUnknown(checks: ArgumentChecks, args: Args, misplaced: Misplaced | undefined): void {
    for (const [name, value] of Object.entries(args)) {
      if (value === undefined || this.names.includes(name)) {
        continue;
      }
      checks.report(
        memberPath("", name),
        misplaced?.names.includes(name) === true
          ? coded("argument-misplaced", `unknown argument here. ${misplaced.remedy}`)
          : ARGUMENTS.say("argument-unknown", nearestName(name, this.names), this.names),
      );
    }
  }
}

/** Makes the table of `Args`. Every argument needs an entry; the compiler names one that is missing. */
export function argumentTable<Args extends object>() {
  return <E extends Entries<Args>>(
    entries: E & Readonly<Record<Exclude<keyof E, keyof Args>, never>>,
    together: (checks: ArgumentChecks, args: Args) => void = () => undefined,
  ): ArgumentTable<Args, E> => new ArgumentTable<Args, E>(entries, together);
}
