import { DOUBTS } from "../../messages/judged-files";
import { isObject, itemsOf } from "../../trust";
import { PlannedPolicyDocument } from "./planned-policy-document";
import { isSensitive } from "./sensitive-values";

/** A policy that a plan shows in part. */
export interface PlannedPolicy {
  readonly document: unknown;
  /** Why the applied policy may differ. */
  readonly doubt: string;
  /** Whether the plan marks a part of the policy as sensitive. */
  readonly isSensitive: boolean;
}

/**
 * Trust policies that a plan has not worked out yet, but that come from an `aws_iam_policy_document` whose parts the
 * plan mostly knows. Without this nothing could be said of any role that is planned together with its provider.
 *
 * A plan shows which things an attribute refers to, but not the expression around them: `replace(….json, …)` refers to the
 * same document. So such a policy can be rejected, but never accepted.
 *
 * Source: HashiCorp, "JSON output format".
 */
export class PlannedPolicies {
  /** The data sources that the plan reads during apply, by address. */
  readonly #documents = new Map<string, PlannedPolicyDocument>();
  readonly #sensitive = new Set<string>();

  constructor(private readonly plan: Readonly<Record<string, unknown>>) {
    for (const change of itemsOf(plan.resource_changes)) {
      if (isObject(change) && change.type === "aws_iam_policy_document" && isObject(change.change)) {
        const { after, after_unknown, after_sensitive } = change.change;
        const document = new PlannedPolicyDocument(after, after_unknown);
        if (typeof change.address === "string") {
          this.#documents.set(change.address, document);
          if (isSensitive(after_sensitive)) {
            this.#sensitive.add(change.address);
          }
        }
      }
    }
  }

  /** The policy of an attribute that is wholly unknown; `undefined` if the plan does not show where it comes from. */
  policyOf(address: string, attribute: string): PlannedPolicy | undefined {
    const source = this.#sourceOf(address, attribute);
    const document = source === undefined ? undefined : this.#documents.get(source)?.policy();
    return source === undefined || document === undefined
      ? undefined
      : {
          document,
          isSensitive: this.#sensitive.has(source),
          doubt: DOUBTS.planFunction(source),
        };
  }

  /** The address of the one data source whose `json` is the attribute's value. */
  #sourceOf(address: string, attribute: string): string | undefined {
    if (address.includes("[")) {
      // With count or for_each the reference does not say which instance it means.
      return undefined;
    }
    const steps = [...address.matchAll(/module\.([^.]+)\./g)];
    const prefix = steps.map(([step]) => step).join("");
    let module = memberOf(this.plan.configuration, "root_module");
    for (const [, name = ""] of steps) {
      module = memberOf(memberOf(memberOf(module, "module_calls"), name), "module");
    }
    const own = address.slice(prefix.length);
    const resource = itemsOf(memberOf(module, "resources")).find((item) => memberOf(item, "address") === own);
    const expression = memberOf(memberOf(resource, "expressions"), attribute);
    const [json, source, ...others] = itemsOf(memberOf(expression, "references"));
    const plain = typeof source === "string" && json === `${source}.json` && others.length === 0;
    return plain ? prefix + source : undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
