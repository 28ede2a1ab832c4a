import type { EngineRun } from "../pulumi/engine/engine-events";

/** How much the engine did something to, counted as a person sees it: the stack itself is left out. */
export interface ResourceCount {
  /** What is in a cloud. */
  readonly resources: number;
  /** What groups those in the program; the CLI lists no line for it. */
  readonly components: number;
}

/** Counts what a run did with one operation, such as `create`. */
export function resourceCount({ changes, components }: EngineRun, operation: string): ResourceCount {
  const grouped = components[operation] ?? 0;
  // The engine counts the stack as a resource.
  return { resources: Math.max((changes[operation] ?? 0) - grouped - 1, 0), components: grouped };
}

/** For example `16 resources in 7 components`. */
export function describeCount({ resources, components }: ResourceCount): string {
  return `${resources} resources in ${components} components`;
}
