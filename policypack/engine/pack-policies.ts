import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { acceptedCount, acceptedSettingPolicy } from "./accepted-policies";
import { asPolicy } from "./as-policy";
import { PackRun } from "./pack-run";
import type { RuleDefinition } from "./rule-definition";

/**
 * The policies of a pack, in the order in which Pulumi calls them: the setting for accepted findings, the rules, and
 * the count of accepted findings.
 *
 * @param pageOf - Finds the page of a rule for a violation; `undefined` if there is none.
 * @param addressOf - The address of the page for Pulumi Cloud; `undefined` if there is none.
 */
export function packPolicies(
  rules: readonly RuleDefinition[],
  pageOf: (rule: string) => string | undefined,
  addressOf: (rule: string) => string | undefined,
): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const run = new PackRun();
  return [
    acceptedSettingPolicy(run),
    ...rules.map((rule) => {
      const url = addressOf(rule.name);
      return { ...asPolicy(rule, pageOf(rule.name), run), ...(url !== undefined && { url }) };
    }),
    acceptedCount(
      run,
      rules.map(({ name }) => name),
    ),
  ];
}
