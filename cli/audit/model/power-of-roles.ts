/** Connects the permissions analysis to the estate, with its policies and the other roles of an account. */
import type { Permissions } from "../audit-report";
import type { Estate, PolicyReferences } from "../estate/estate";
import { awsManagedDocument } from "../permissions/aws-managed";
import type { EffectivePermissions } from "../permissions/effective";
import { effectiveOf, judgePermissions, type RolePolicies } from "../permissions/judge-permissions";
import { type PolicyFacts, PolicyReducer } from "../permissions/policy-facts";
import { AssumeSteps } from "./assume-steps";
import { NamePatterns } from "./name-patterns";
import { NamedIdentities } from "./named-identities";
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
  readonly #named: NamedIdentities;
  /** Which roles can assume which. */
  readonly steps: AssumeSteps;

  /** @param estate - The managed policies of the input by their ARNs, and its roles, the federated ones included, and its users. */
  constructor(
    estate: Pick<Estate, "policies" | "passable" | "assumable" | "federated" | "users" | "sections">,
  ) {
    this.#policies = estate.policies;
    const policiesOf = (arn: string, references: PolicyReferences): RolePolicies =>
      this.#policiesOf(arn, references);
    this.#toPass = new RolesToPass(estate, policiesOf);
    this.#named = new NamedIdentities(estate, policiesOf, this.#toPass);
    this.steps = new AssumeSteps(estate.assumable, (arn, references) => this.#effectiveOf(arn, references));
  }

  of(arn: string, references: PolicyReferences): Permissions {
    const known = this.#known.get(arn);
    if (known !== undefined) {
      return known;
    }
    const judged = judgePermissions(this.#policiesOf(arn, references), {
      passable: this.#toPass.for(arn),
      named: this.#named.powerfulFor(arn),
      assumable: this.#assumableBy(arn, references),
    });
    const key = JSON.stringify(judged);
    const permissions = this.#shared.get(key) ?? judged;
    this.#shared.set(key, permissions);
    this.#known.set(arn, permissions);
    return permissions;
  }

  /** The roles to which a role may give permissions, by their names, and that it can assume. */
  #assumableBy(arn: string, references: PolicyReferences): readonly string[] {
    const extended = this.#named.extendedBy(arn, references);
    if (extended.length === 0) {
      return [];
    }
    const names = new NamePatterns(extended);
    const { next } = this.steps.from({ arn, policies: references });
    return next.map((role) => role.arn).filter((one) => names.match(one));
  }

  #effectiveOf(
    arn: string,
    references: PolicyReferences,
  ): { readonly own: EffectivePermissions; readonly granted: EffectivePermissions } {
    const role = this.#policiesOf(arn, references);
    const everything = { name: "everything", facts: this.#everything };
    return {
      own: effectiveOf(role),
      granted: effectiveOf({ ...role, policies: [...role.policies, everything] }),
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
        : {
            boundary: {
              name: policyName(boundary),
              // One that cannot be read limits, but nobody knows to what.
              ...(limit === undefined || limit.unreadable !== undefined ? {} : { facts: limit }),
            },
          }),
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
