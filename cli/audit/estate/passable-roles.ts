import type { StatementFacts } from "../permissions/policy-facts";
import { isBroad } from "../permissions/resource-patterns";
import { isPowerful } from "../permissions/watched-actions";
import type { PassableRoles, PolicyReferences } from "./estate";

/** Collects the roles that could be passed to a service, while the input streams. */
export class PassableRolesBuilder {
  readonly #groups = new Map<
    string,
    { services: readonly string[]; policies: PolicyReferences; arns: string[] }
  >();

  /**
   * @param services - The services that the trust policy admits.
   */
  add(arn: string, services: readonly string[], { inline, attached, boundary }: PolicyReferences): void {
    const policies: PolicyReferences = {
      inline: inline
        .map(({ facts }) => ({ ...facts, statements: facts.statements.filter(makesPowerful) }))
        .filter(({ statements, unreadable }) => statements.length > 0 || unreadable === true)
        .map((facts) => ({ name: "inline", facts })),
      attached: [...attached].sort(),
      ...(boundary === undefined ? {} : { boundary }),
    };
    const key = JSON.stringify([services, policies]);
    const known = this.#groups.get(key);
    if (known === undefined) {
      this.#groups.set(key, { services, policies, arns: [arn] });
    } else {
      known.arns.push(arn);
    }
  }

  build(): readonly PassableRoles[] {
    return [...this.#groups.values()];
  }
}

/** Whether a statement can make a role powerful enough to be passed for it: an action of a path, on more than named resources. */
export function makesPowerful({ actions, resources, allBut }: StatementFacts): boolean {
  return (
    actions.some(isPowerful) && (allBut || resources.some((pattern) => isBroad(pattern, serviceIn(pattern))))
  );
}

function serviceIn(pattern: string): string {
  return pattern.split(":")[2] ?? "";
}
