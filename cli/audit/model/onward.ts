/** Answers which roles a federated role leads to through any number of AssumeRole calls. */
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
  /** A powerful role that it perhaps leads to, and what that depends on, in a sentence. */
  readonly possible?: PossibleRole;
  /** What else could not be evaluated, in sentences. */
  readonly notSeen: readonly string[];
}

/** A powerful role behind a step that depends on conditions. */
export interface PossibleRole {
  readonly role: OnwardRole;
  /** What the step depends on, in a sentence. */
  readonly why: string;
  /** Whether the step itself leads to the role. */
  readonly isNext: boolean;
}

/** A role that a role can perhaps assume, and what the first step of the kind depends on. */
interface Unsure extends Pick<PossibleRole, "why" | "isNext"> {
  readonly role: AssumableRole;
  readonly steps: number;
}

function worstFirst(a: OnwardRole, b: OnwardRole): number {
  return rankOfPower(a.power) - rankOfPower(b.power) || a.steps - b.steps || (a.arn < b.arn ? -1 : 1);
}

function isPowerfulRole(role: OnwardRole | undefined): boolean {
  return role?.power === "administrator" || role?.power === "escalation";
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
    const unsure: Unsure[] = [];
    // In an account whose roles all trust it, each leads to all others. Numbers are compared faster than names.
    const { steps: graph } = this.#power;
    const visited = new Uint8Array(graph.size);
    const own = graph.placeOf(source.arn);
    if (own >= 0) {
      visited[own] = 1;
    }
    let frontier: readonly Source[] = [source];
    for (let steps = 1; frontier.length > 0; steps++) {
      const next: AssumableRole[] = [];
      for (const role of frontier) {
        const { next: reached, places, unsure: perhaps, notSeen: gaps } = graph.from(role);
        gaps.forEach((gap) => notSeen.add(gap));
        for (const [target, why] of perhaps) {
          notSeen.add(why);
          unsure.push({ role: target, why, isNext: true, steps });
        }
        for (let index = 0; index < places.length; index++) {
          const place = places[index] ?? 0;
          const target = visited[place] === 1 ? undefined : reached[index];
          if (target !== undefined) {
            visited[place] = 1;
            found.set(target.arn, { arn: target.arn, power: this.#powerOf(target).power, steps });
            next.push(target);
          }
        }
      }
      frontier = next;
    }
    const roles = [...found.values()].sort(worstFirst);
    const [worst] = roles;
    const possible = isPowerfulRole(worst) ? undefined : this.#possible(unsure, new Set([source.arn]));
    return {
      roles: roles.slice(0, MOST),
      more: Math.max(0, roles.length - MOST),
      ...(possible === undefined ? {} : { possible }),
      notSeen: [...notSeen].filter((gap) => gap !== possible?.why).slice(0, MOST),
    };
  }

  /** The worst powerful role behind steps that depend on conditions, and what the first of these steps depends on. */
  #possible(unsure: readonly Unsure[], visited: Set<string>): Onward["possible"] {
    let frontier = unsure;
    const found: PossibleRole[] = [];
    while (frontier.length > 0) {
      const next: Unsure[] = [];
      for (const { role, why, isNext, steps } of frontier) {
        if (visited.has(role.arn)) {
          continue;
        }
        visited.add(role.arn);
        found.push({ role: { arn: role.arn, power: this.#powerOf(role).power, steps }, why, isNext });
        const { next: reached, unsure: perhaps } = this.#power.steps.from(role);
        for (const target of [...reached, ...perhaps.map(([one]) => one)]) {
          next.push({ role: target, why, isNext: false, steps: steps + 1 });
        }
      }
      frontier = next;
    }
    return found.filter(({ role }) => isPowerfulRole(role)).sort((a, b) => worstFirst(a.role, b.role))[0];
  }

  #powerOf(target: AssumableRole): Permissions {
    return this.#power.of(target.arn, target.policies);
  }
}
