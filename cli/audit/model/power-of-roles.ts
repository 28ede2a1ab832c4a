import { matchesWildcards } from "../../../trust";
import type { Permissions } from "../audit-report";
import type { PassableRoles, PolicyReferences } from "../estate/estate";
import { awsManagedDocument } from "../permissions/aws-managed";
import { EffectivePermissions } from "../permissions/effective";
import { judgePermissions, type PassedRole, type RolePolicies } from "../permissions/judge-permissions";
import { type PolicyFacts, PolicyReducer } from "../permissions/policy-facts";

/** A role that is worth to be passed, and to which services. */
interface PowerfulRole extends PassedRole {
  readonly services: readonly string[];
}

/** Says how far roles get. Each role is judged once. */
export class PowerOfRoles {
  readonly #policies: ReadonlyMap<string, PolicyFacts>;
  readonly #reducer = new PolicyReducer();
  readonly #everything = this.#reducer.reduce({
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  });
  readonly #known = new Map<string, Permissions>();
  /** Roles that may do the same share one object. */
  readonly #shared = new Map<string, Permissions>();
  readonly #missing = new Map<string, PolicyFacts | undefined>();

  readonly #passable: readonly PassableRoles[];
  #powerful: ReadonlyMap<string, PowerfulRole> | undefined;
  readonly #passed = new Map<string, readonly PowerfulRole[]>();

  /**
   * @param policies - The managed policies of the input, by their ARNs.
   * @param passable - The roles that services of AWS assume.
   */
  constructor(policies: ReadonlyMap<string, PolicyFacts>, passable: readonly PassableRoles[] = []) {
    this.#policies = policies;
    this.#passable = passable;
  }

  of(arn: string, references: PolicyReferences): Permissions {
    const known = this.#known.get(arn);
    if (known !== undefined) {
      return known;
    }
    const judged = judgePermissions(this.#policiesOf(arn, references), (service, patterns) =>
      this.#passedTo(service, patterns, arn),
    );
    const key = JSON.stringify(judged);
    const permissions = this.#shared.get(key) ?? judged;
    this.#shared.set(key, permissions);
    this.#known.set(arn, permissions);
    return permissions;
  }

  /** What a role may do by its policies, and what it may do where somebody else's policy allows it. */
  effectiveOf(
    arn: string,
    references: PolicyReferences,
  ): { readonly own: EffectivePermissions; readonly granted: EffectivePermissions } {
    const { policies, boundary } = this.#policiesOf(arn, references);
    const facts = policies.map((policy) => policy.facts);
    return {
      own: new EffectivePermissions(facts, boundary?.facts),
      granted: new EffectivePermissions([...facts, this.#everything], boundary?.facts),
    };
  }

  /**
   * The worst role among some patterns that can be passed to a service and gets further than data.
   *
   * Source: AWS, "Grant a user permissions to pass a role to an AWS service": roles are passed within an account.
   */
  #passedTo(service: string, patterns: readonly string[], by: string): PassedRole | undefined {
    const account = accountIn(by);
    const key = JSON.stringify([service, patterns, account]);
    let worst = this.#passed.get(key);
    if (worst === undefined) {
      const found = patterns
        .flatMap((pattern) => this.#powerfulRoles(pattern))
        .filter(({ services, arn }) => services.includes(service) && accountIn(arn) === account);
      // Two, as the one that asks does not count.
      worst = [
        ...found.filter(({ power }) => power === "administrator"),
        ...found.filter(({ power }) => power !== "administrator"),
      ].slice(0, 2);
      this.#passed.set(key, worst);
    }
    return worst.find(({ arn }) => arn !== by);
  }

  #powerfulRoles(pattern: string): readonly PowerfulRole[] {
    this.#powerful ??= new Map(
      this.#passable.flatMap(({ services, policies, arns }) => {
        const { power } = judgePermissions(this.#policiesOf(arns[0] ?? "", policies));
        return power === "administrator" || power === "escalation"
          ? arns.map((arn) => [arn, { services, arn, power }] as const)
          : [];
      }),
    );
    if (/[*?]/.test(pattern)) {
      return [...this.#powerful.values()].filter(({ arn }) => matchesWildcards(pattern, arn));
    }
    const named = this.#powerful.get(pattern);
    return named === undefined ? [] : [named];
  }

  #policiesOf(arn: string, { inline, attached, boundary }: PolicyReferences): RolePolicies {
    const managed = attached.map((policy) => ({ policy, facts: this.#managed(policy) }));
    const limit = boundary === undefined ? undefined : this.#managed(boundary);
    return {
      arn,
      policies: [
        ...inline,
        ...managed.flatMap(({ policy, facts }) =>
          facts === undefined ? [] : [{ name: policyName(policy), facts }],
        ),
      ],
      attached,
      missing: managed.flatMap(({ policy, facts }) => (facts === undefined ? [policy] : [])),
      ...(boundary === undefined
        ? {}
        : { boundary: { name: policyName(boundary), ...(limit === undefined ? {} : { facts: limit }) } }),
    };
  }

  #managed(arn: string): PolicyFacts | undefined {
    const found = this.#policies.get(arn);
    if (found !== undefined) {
      return found;
    }
    if (!this.#missing.has(arn)) {
      const document = awsManagedDocument(arn);
      this.#missing.set(arn, document === undefined ? undefined : this.#reducer.reduce(document));
    }
    return this.#missing.get(arn);
  }
}

function policyName(arn: string): string {
  return arn.slice(arn.lastIndexOf("/") + 1);
}

function accountIn(arn: string): string {
  return arn.split(":")[4] ?? "";
}
