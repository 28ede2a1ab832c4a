import { matchesWildcards } from "../../../trust";
import { rankOfPower } from "../audit-report";
import type { Estate, PolicyReferences } from "../estate/estate";
import { judgePermissions, type PowerfulRole, type RolePolicies } from "../permissions/judge-permissions";
import { isBroad } from "../permissions/resource-patterns";
import { watchedAction } from "../permissions/watched-actions";
import { accountIn, type RolesToPass } from "./roles-to-pass";

const UPDATE_TRUST = watchedAction("iam:UpdateAssumeRolePolicy");

/** Roles whose trust policies AWS protects. Source: IAM API, "UpdateAssumeRolePolicy": `UnmodifiableEntity`. */
const PROTECTED = /:role\/aws-(?:service-role|reserved)\//;

type Roles = Pick<Estate, "passable" | "assumable" | "federated">;

/** Knows the powerful roles whose trust policies other roles may change by their names. */
export class NamedRoles {
  /** For each role, the patterns that its policies name. Most roles have none. */
  readonly #patterns = new Map<string, readonly string[]>();
  /** The named roles with their policies, by their accounts. */
  readonly #targets = new Map<string, Map<string, PolicyReferences>>();
  readonly #known = new Map<string, PowerfulRole["power"] | undefined>();
  readonly #policiesOf: (arn: string, references: PolicyReferences) => RolePolicies;
  readonly #toPass: RolesToPass;

  /**
   * @param roles - All roles of the input.
   * @param policiesOf - The policies of a role.
   */
  constructor(
    roles: Roles,
    policiesOf: (arn: string, references: PolicyReferences) => RolePolicies,
    toPass: RolesToPass,
  ) {
    this.#policiesOf = policiesOf;
    this.#toPass = toPass;
    const byAccount = new Map<string, Set<string>>();
    for (const { arn, policies } of [...roles.federated, ...roles.assumable.values()]) {
      const named = this.#namedBy(arn, policies);
      if (named.length > 0) {
        this.#patterns.set(arn, named);
        const all = byAccount.get(accountIn(arn)) ?? new Set();
        named.forEach((pattern) => all.add(pattern));
        byAccount.set(accountIn(arn), all);
      }
    }
    for (const [arn, policies] of byAccount.size === 0 ? [] : everyRole(roles)) {
      const patterns = byAccount.get(accountIn(arn));
      if (patterns !== undefined && !PROTECTED.test(arn) && isAmong(arn, patterns)) {
        const targets = this.#targets.get(accountIn(arn)) ?? new Map<string, PolicyReferences>();
        this.#targets.set(accountIn(arn), targets.set(arn, policies));
      }
    }
  }

  /** The powerful roles that the policies of a role name, the worst first. A role is judged without those that it names itself. */
  powerfulFor(arn: string): readonly PowerfulRole[] {
    const patterns = this.#patterns.get(arn) ?? [];
    const targets = patterns.length === 0 ? [] : (this.#targets.get(accountIn(arn)) ?? []);
    return [...targets]
      .flatMap(([target, policies]): PowerfulRole[] => {
        const power =
          target !== arn && isAmong(target, patterns) ? this.#powerOf(target, policies) : undefined;
        return power === undefined ? [] : [{ arn: target, power }];
      })
      .sort((a, b) => rankOfPower(a.power) - rankOfPower(b.power) || (a.arn < b.arn ? -1 : 1));
  }

  #powerOf(arn: string, references: PolicyReferences): PowerfulRole["power"] | undefined {
    if (!this.#known.has(arn)) {
      const { power } = judgePermissions(this.#policiesOf(arn, references), this.#toPass.for(arn));
      this.#known.set(arn, power === "administrator" || power === "escalation" ? power : undefined);
    }
    return this.#known.get(arn);
  }

  /** A boundary, or a Deny on all but a few, narrows a wide permission to names too. What is not allowed is sorted out later. */
  #namedBy(arn: string, references: PolicyReferences): readonly string[] {
    const { policies, boundary } = this.#policiesOf(arn, references);
    return [...policies.map(({ facts }) => facts), ...(boundary?.facts === undefined ? [] : [boundary.facts])]
      .flatMap(({ statements }) => statements)
      .filter(({ actions }) => actions.includes(UPDATE_TRUST))
      .flatMap(({ resources }) => resources.filter((pattern) => !isBroad(pattern, "iam")));
  }
}

function* everyRole({
  passable,
  assumable,
  federated,
}: Roles): Iterable<readonly [string, PolicyReferences]> {
  for (const { arns, policies } of passable) {
    for (const arn of arns) {
      yield [arn, policies];
    }
  }
  // These have all of their policies.
  for (const { arn, policies } of [...assumable.values(), ...federated]) {
    yield [arn, policies];
  }
}

function isAmong(arn: string, patterns: Iterable<string>): boolean {
  for (const pattern of patterns) {
    if (matchesWildcards(pattern, arn)) {
      return true;
    }
  }
  return false;
}
