import type { Permissions } from "../audit-report";
import type { Estate, PolicyReferences } from "../estate/estate";
import { awsManagedDocument } from "../permissions/aws-managed";
import { EffectivePermissions } from "../permissions/effective";
import { judgePermissions, type RolePolicies } from "../permissions/judge-permissions";
import { type PolicyFacts, PolicyReducer } from "../permissions/policy-facts";
import { NamedRoles } from "./named-roles";
import { RolesToPass } from "./roles-to-pass";

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

  readonly #toPass: RolesToPass;
  readonly #named: NamedRoles;

  /** @param estate - The managed policies of the input by their ARNs, and its roles, the federated ones included. */
  constructor(estate: Pick<Estate, "policies" | "passable" | "assumable" | "federated" | "sections">) {
    this.#policies = estate.policies;
    const policiesOf = (arn: string, references: PolicyReferences): RolePolicies =>
      this.#policiesOf(arn, references);
    this.#toPass = new RolesToPass(estate, policiesOf);
    this.#named = new NamedRoles(estate, policiesOf, this.#toPass);
  }

  of(arn: string, references: PolicyReferences): Permissions {
    const known = this.#known.get(arn);
    if (known !== undefined) {
      return known;
    }
    const judged = judgePermissions(
      this.#policiesOf(arn, references),
      this.#toPass.for(arn),
      this.#named.powerfulFor(arn),
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
