/** Answers which Azure role assignments reach a resource, and which of them give control over it. */
import { grouped, matchesWildcards } from "../../../trust";
import type { Estate } from "../estate/estate";
import type { ControllingRight } from "./azure-rights";

type Assignment = Estate["roleAssignments"][number];

/** Finds the role assignments that apply to a resource. */
export class AzureAssignments {
  readonly #byScope: ReadonlyMap<string, readonly Assignment[]>;
  /** Assignments above subscriptions. They apply to the subscription in which they were read. */
  readonly #above: readonly Assignment[];

  constructor(assignments: readonly Assignment[]) {
    this.#byScope = grouped(assignments, ({ scope }) => folded(scope));
    this.#above = assignments.filter(({ scope }) => !folded(scope).startsWith("/subscriptions/"));
  }

  /** The assignments on a resource and on each scope above it, without repetition. */
  on(id: string): readonly Assignment[] {
    const parts = folded(id).split("/");
    const scopes = parts
      .map((_, count) => parts.slice(0, count + 1).join("/"))
      .filter((scope) => scope !== "");
    const subscription = parts[1] === "subscriptions" ? (parts[2] ?? "") : "";
    const inherited = this.#above.filter(
      (assignment) => assignment.subscription === "" || assignment.subscription === subscription,
    );
    const all = [...scopes.flatMap((scope) => this.#byScope.get(scope) ?? []), ...inherited];
    return [
      ...new Map(all.map((one) => [`${one.principalId} ${one.roleName} ${folded(one.scope)}`, one])).values(),
    ];
  }
}

/** A scope without a slash at its end, in lower case, because ARM treats both forms as equal. */
function folded(scope: string): string {
  return scope.toLowerCase().replace(/\/+$/, "");
}

/** Whether an assignment gives one of the operations of a right. Case does not count. */
export function gives(
  { actions, notActions, dataActions = [], notDataActions = [] }: Assignment,
  { operations, dataOperations = [] }: ControllingRight,
): boolean {
  const matches = (patterns: readonly string[], operation: string): boolean =>
    patterns.some((pattern) => matchesWildcards(pattern.toLowerCase(), operation.toLowerCase()));
  return (
    operations.some((operation) => matches(actions, operation) && !matches(notActions, operation)) ||
    dataOperations.some((operation) => matches(dataActions, operation) && !matches(notDataActions, operation))
  );
}
