/** By whose arguments it is told what is wrong with a part's: nobody finds `subjects` where it says `additionalSubjects`. */
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentProblem } from "./argument-error";

/** Where a component has the arguments of its parts. */
export interface Teller {
  /** Where those are that have the same name there: `workloads.app.`, or empty. */
  readonly prefix: string;
  /** Where the others are, by their path at the part. */
  readonly paths: Readonly<Record<string, string>>;
}

/** Components that tell of the arguments of their parts, with their own class and name. */
const tellers = new WeakMap<pulumi.Resource, string>();

/** Where the arguments of a part are, by its label, with the component that tells of them. */
const parts = new Map<string, Teller & { readonly component: string }>();

/**
 * The class and name of a component as its messages show them: `EntraAudience "orders"`. One that is part of a component
 * that tells of its arguments has that one's in front, so that it is no other of the same name.
 *
 * @param opts - The options that the component was declared with.
 */
export function componentLabel(
  type: string,
  name: string,
  opts: pulumi.ComponentResourceOptions | undefined,
): string {
  const above = opts?.parent === undefined ? undefined : tellers.get(opts.parent);
  return `${above === undefined ? "" : `${above}, `}${type} "${name}"`;
}

/**
 * Has what turns out to be wrong with the arguments of parts be told by those of the component that makes them. It comes
 * before them.
 *
 * @param resource - The component that makes the parts.
 * @param component - Its class and name, as messages show them.
 * @param tellerOf - Where the arguments of each part are, by the part's class and name: `EntraAudience "orders"`.
 */
export function tellOfParts(
  resource: pulumi.Resource,
  component: string,
  tellerOf: Readonly<Record<string, Teller>>,
): void {
  tellers.set(resource, component);
  for (const [part, teller] of Object.entries(tellerOf)) {
    parts.set(`${component}, ${part}`, { component, ...teller });
  }
}

/** The component that tells these problems, and the problems with the paths of its own arguments. */
export function told(
  label: string,
  problems: readonly ArgumentProblem[],
): { readonly component: string; readonly problems: readonly ArgumentProblem[] } {
  const teller = parts.get(label);
  if (teller === undefined) {
    return { component: label, problems };
  }
  return {
    component: teller.component,
    problems: problems.map(({ path, reason }) => ({ path: toldPath(teller, path), reason })),
  };
}

/** One line per problem, for an error of the engine that has no first line of its own. */
export function toldMessage(label: string, found: readonly ArgumentProblem[]): string {
  const { component, problems } = told(label, found);
  return problems.map(({ path, reason }) => `${component}: ${path}: ${reason}`).join("\n");
}

function toldPath({ prefix, paths }: Teller, path: string): string {
  const above = Object.keys(paths).find(
    (own) => path.startsWith(own) && /^(?:[.[]|$)/.test(path.slice(own.length)),
  );
  return above === undefined ? prefix + path : `${paths[above]}${path.slice(above.length)}`;
}
