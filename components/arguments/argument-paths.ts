/** Where problems are reported: at the arguments of the component itself, or at those of the one that it is a part of. */
import type { ArgumentProblem } from "./argument-problem";

/** Arguments of a part that its owner has elsewhere than below its prefix, by their path at the part. */
type Renamed = Readonly<Record<string, string>>;

/** A component as messages name it, and where the user who reads them finds its arguments. */
export class ArgumentPaths {
  /**
   * The class and name of the component: `EntraAudience "orders"`. A part has its owner's in front, so that it is not
   * taken for another component of the same name.
   */
  readonly label: string;
  /** The class and name of the component whose arguments the problems are reported at. */
  readonly owner: string;
  /** The name of the component. */
  readonly name: string;
  readonly #prefix: string;
  readonly #renamed: Renamed;

  private constructor(label: string, name: string, owner = label, prefix = "", renamed: Renamed = {}) {
    this.label = label;
    this.name = name;
    this.owner = owner;
    this.#prefix = prefix;
    this.#renamed = renamed;
  }

  /** Those of a component that stands alone. */
  static of(type: string, name: string): ArgumentPaths {
    return new ArgumentPaths(`${type} "${name}"`, name);
  }

  /**
   * Those of a part of this component.
   *
   * @param prefix - Where the arguments are that have the same name here: `workloads.app.`, or empty.
   * @param renamed - Where the others are, by their path at the part.
   */
  part(type: string, name: string, prefix: string, renamed: Renamed = {}): ArgumentPaths {
    return new ArgumentPaths(`${this.label}, ${type} "${name}"`, name, this.label, prefix, renamed);
  }

  /** The problems with the paths under which the user knows the arguments. */
  locate(problems: readonly ArgumentProblem[]): readonly ArgumentProblem[] {
    return problems.map((problem) => ({ ...problem, path: this.#locate(problem.path) }));
  }

  #locate(path: string): string {
    const above = Object.keys(this.#renamed).find(
      (own) => path.startsWith(own) && /^(?:[.[]|$)/.test(path.slice(own.length)),
    );
    return above === undefined ? this.#prefix + path : `${this.#renamed[above]}${path.slice(above.length)}`;
  }
}

/** Marks arguments that the owner of a part has checked: under it is where the owner has them. Not for programs. */
const CHECKED = Symbol("checked arguments");

/** Arguments for a part, marked as checked. */
export function markChecked<T extends object>(args: T, paths: ArgumentPaths): T {
  return { ...args, [CHECKED]: paths };
}

/** Where problems with the arguments of a component are reported, if its owner has checked them. */
export function checkedPaths(args: object | undefined): ArgumentPaths | undefined {
  return (args as { readonly [CHECKED]?: ArgumentPaths } | null | undefined)?.[CHECKED];
}

/** Where problems with the arguments of a component are reported. */
export function argumentPaths(type: string, name: string, args: object | undefined): ArgumentPaths {
  return checkedPaths(args) ?? ArgumentPaths.of(type, name);
}
