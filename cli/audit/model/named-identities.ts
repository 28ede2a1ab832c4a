/** Answers whether permissions on named roles and users let a role take over a powerful one. */
import { rankOfPower } from "../audit-report";
import type { Estate, PolicyReferences } from "../estate/estate";
import { judgePermissions, type RolePolicies } from "../permissions/judge-permissions";
import { hasWildcard, isBroad } from "../permissions/resource-patterns";
import { NOT_KNOWN, type PowerfulIdentity } from "../permissions/surroundings";
import { watchedAction } from "../permissions/watched-actions";
import { MOST_NAME_PATTERNS } from "../permissions/work";
import { NamePatterns } from "./name-patterns";
import { accountIn, type RolesToPass } from "./roles-to-pass";

/** The actions by which another role or a user is taken over: its trust policy, its keys, or its password. */
const TAKE_OVER = [
  "iam:UpdateAssumeRolePolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:UpdateLoginProfile",
].map(watchedAction);

/** The actions that give another role permissions. */
const EXTEND = ["iam:PutRolePolicy", "iam:AttachRolePolicy"].map(watchedAction);

/** Roles whose trust policies AWS protects. Source: IAM API, "UpdateAssumeRolePolicy": `UnmodifiableEntity`. */
const PROTECTED = /:role\/aws-(?:service-role|reserved)\//;

type Identities = Pick<Estate, "passable" | "assumable" | "federated" | "users">;

/** Knows the powerful roles and users that other roles may take over by their names. */
export class NamedIdentities {
  /** For each role, the patterns that its policies name. Most roles have none. */
  readonly #patterns = new Map<string, NamePatterns>();
  /** The named roles with their policies, by their accounts. */
  readonly #targets = new Map<string, Map<string, PolicyReferences>>();
  readonly #known = new Map<string, PowerfulIdentity["power"] | undefined>();
  readonly #policiesOf: (arn: string, references: PolicyReferences) => RolePolicies;
  readonly #toPass: RolesToPass;

  /**
   * @param identities - All roles and users of the input.
   * @param policiesOf - The policies of a role.
   */
  constructor(
    identities: Identities,
    policiesOf: (arn: string, references: PolicyReferences) => RolePolicies,
    toPass: RolesToPass,
  ) {
    this.#policiesOf = policiesOf;
    this.#toPass = toPass;
    const byAccount = new Map<string, Set<string>>();
    for (const { arn, policies } of [...identities.federated, ...identities.assumable.values()]) {
      const named = this.#namedBy(arn, policies, TAKE_OVER);
      if (named.length > 0) {
        this.#patterns.set(arn, new NamePatterns(named));
        const all = byAccount.get(accountIn(arn)) ?? new Set();
        named.forEach((pattern) => all.add(pattern));
        byAccount.set(accountIn(arn), all);
      }
    }
    const names = new Map([...byAccount].map(([account, all]) => [account, new NamePatterns(all)]));
    for (const [arn, policies] of byAccount.size === 0 ? [] : everyIdentity(identities)) {
      if (!PROTECTED.test(arn) && names.get(accountIn(arn))?.match(arn) === true) {
        const targets = this.#targets.get(accountIn(arn)) ?? new Map<string, PolicyReferences>();
        this.#targets.set(accountIn(arn), targets.set(arn, policies));
      }
    }
  }

  /** The powerful roles and users that the policies of a role name, the worst first. A role is judged without those that it names itself. */
  powerfulFor(arn: string): readonly PowerfulIdentity[] {
    const patterns = this.#patterns.get(arn);
    const targets = patterns === undefined ? [] : (this.#targets.get(accountIn(arn)) ?? []);
    return [...targets]
      .flatMap(([target, policies]): PowerfulIdentity[] => {
        const power =
          target !== arn && patterns?.match(target) === true ? this.#powerOf(target, policies) : undefined;
        return power === undefined ? [] : [{ arn: target, power }];
      })
      .sort((a, b) => rankOfPower(a.power) - rankOfPower(b.power) || (a.arn < b.arn ? -1 : 1));
  }

  #powerOf(arn: string, references: PolicyReferences): PowerfulIdentity["power"] | undefined {
    if (!this.#known.has(arn)) {
      const { power } = judgePermissions(this.#policiesOf(arn, references), {
        ...NOT_KNOWN,
        passable: this.#toPass.for(arn),
      });
      this.#known.set(arn, power === "administrator" || power === "escalation" ? power : undefined);
    }
    return this.#known.get(arn);
  }

  /** The names of roles, or patterns of them, to which the policies of a role may give permissions. */
  extendedBy(arn: string, references: PolicyReferences): readonly string[] {
    return this.#namedBy(arn, references, EXTEND);
  }

  /** A boundary, or a Deny on all but a few, narrows a wide permission to names too. What is not allowed is sorted out later. */
  #namedBy(arn: string, references: PolicyReferences, watched: readonly number[]): readonly string[] {
    const { policies, boundary } = this.#policiesOf(arn, references);
    const named = [
      ...policies.map(({ facts }) => facts),
      ...(boundary?.facts === undefined ? [] : [boundary.facts]),
    ]
      .flatMap(({ statements }) => statements)
      .filter(({ actions }) => watched.some((action) => actions.includes(action)))
      .flatMap(({ resources }) => resources.filter((pattern) => !isBroad(pattern, "iam")));
    // Too many to compare each with all names. The role is unknown then, as each of these actions makes it.
    return named.filter(hasWildcard).length > MOST_NAME_PATTERNS ? [] : named;
  }
}

function* everyIdentity({
  passable,
  assumable,
  federated,
  users,
}: Identities): Iterable<readonly [string, PolicyReferences]> {
  for (const { arns, policies } of passable) {
    for (const arn of arns) {
      yield [arn, policies];
    }
  }
  // These have all of their policies.
  for (const { arn, policies } of [...assumable.values(), ...federated, ...users]) {
    yield [arn, policies];
  }
}
