import { type OnwardRole, type Permissions, rankOfPower } from "../audit-report";
import type { AssumableRole } from "../estate/estate";
import type { Source } from "./assume-steps";
import type { PowerOfRoles } from "./power-of-roles";

/** How many roles are named per role, the worst first. */
const MOST = 25;

/** Where a role leads. */
export interface Onward {
  readonly roles: readonly OnwardRole[];
  /** How many more roles there are than are listed. */
  readonly more: number;
  /** What could not be evaluated, in sentences. */
  readonly notSeen: readonly string[];
}

/** Follows `sts:AssumeRole` from role to role. */
export class OnwardRoles {
  readonly #power: PowerOfRoles;

  constructor(power: PowerOfRoles) {
    this.#power = power;
  }

  /** All roles that a role leads to, in the fewest steps. Each is visited once, so a loop ends. */
  from(source: Source): Onward {
    const found = new Map<string, OnwardRole>();
    const notSeen = new Set<string>();
    let frontier: readonly Source[] = [source];
    for (let steps = 1; frontier.length > 0; steps++) {
      const next: AssumableRole[] = [];
      for (const role of frontier) {
        const { next: reached, notSeen: gaps } = this.#power.steps.from(role);
        gaps.forEach((gap) => notSeen.add(gap));
        for (const target of reached) {
          if (target.arn !== source.arn && !found.has(target.arn)) {
            found.set(target.arn, { arn: target.arn, power: this.#powerOf(target).power, steps });
            next.push(target);
          }
        }
      }
      frontier = next;
    }
    const roles = [...found.values()].sort(
      (a, b) => rankOfPower(a.power) - rankOfPower(b.power) || a.steps - b.steps || (a.arn < b.arn ? -1 : 1),
    );
    return {
      roles: roles.slice(0, MOST),
      more: Math.max(0, roles.length - MOST),
      notSeen: [...notSeen].slice(0, MOST),
    };
  }

  #powerOf(target: AssumableRole): Permissions {
    return this.#power.of(target.arn, target.policies);
  }
}
