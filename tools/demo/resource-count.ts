import type { EngineRun } from "../../lab/pulumi";

/** Number of resources in an operation, as the user sees it, without the stack itself. */
export interface ResourceCount {
  /** Resources in a cloud. */
  readonly resources: number;
  /** Components that group them in the program. The CLI lists no line for them. */
  readonly components: number;
}

/** Counts the resources of one operation, such as `create`. */
export function resourceCount({ changes, components }: EngineRun, operation: string): ResourceCount {
  const grouped = components[operation] ?? 0;
  // The engine counts the stack as a resource.
  return { resources: Math.max((changes[operation] ?? 0) - grouped - 1, 0), components: grouped };
}

/** For example `16 resources in 7 components`. */
export function describeCount({ resources, components }: ResourceCount): string {
  return `${resources} resources in ${components} components`;
}
