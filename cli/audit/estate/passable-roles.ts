/** Keeps the roles that an AWS service can assume, for escalation paths through `iam:PassRole`. */
import { isAbout } from "../permissions/data-services";
import type { StatementFacts } from "../permissions/policy-facts";
import { isBroad } from "../permissions/resource-patterns";
import { isPowerfulAction, reachesFurther, serviceOfWatched } from "../permissions/watched-actions";
import type { PassableRoleKind, PolicyReferences } from "./estate";

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
        .map(({ facts }) => ({
          ...facts,
          statements: facts.statements.flatMap(worthPassing),
          // What they may change in services proves nothing, and would make them unlike each other.
          writes: [],
        }))
        .filter(({ statements, unreadable }) => statements.length > 0 || unreadable !== undefined)
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

  build(): readonly PassableRoleKind[] {
    return [...this.#groups.values()];
  }
}

/**
 * What a statement adds to a role's worth when it is passed: actions of a path, on more than named resources, or else data and
 * `sts:AssumeRole`. On which resources it reaches data does not matter, and without them most policies are alike.
 */
export function worthPassing(statement: StatementFacts): readonly StatementFacts[] {
  const { actions, resources, allBut, denies, conditions } = statement;
  const isWide = allBut || resources.some((pattern) => isBroad(pattern, serviceIn(pattern)));
  if (isWide && actions.some(isPowerfulAction)) {
    return [statement];
  }
  const reached = new Map<string, boolean>();
  const reachesOne = (service: string): boolean => {
    const known = reached.get(service) ?? (allBut || resources.some((pattern) => isAbout(service, pattern)));
    reached.set(service, known);
    return known;
  };
  const reaching = actions.filter((action) => reachesFurther(action) && reachesOne(serviceOfWatched(action)));
  const isKept = reaching.length > 0 && (!denies || (isEverywhere(statement) && conditions.length === 0));
  return isKept ? [{ denies, actions: reaching, resources: EVERYWHERE, allBut: false, conditions }] : [];
}

const EVERYWHERE = ["*"] as const;

function isEverywhere({ resources, allBut }: StatementFacts): boolean {
  return !allBut && resources.includes("*");
}

function serviceIn(pattern: string): string {
  return pattern.split(":")[2] ?? "";
}
