import type { StateResource } from "../../policy-sources";
import { isObject } from "../../trust";
import type { IdentifiedFinding } from "../engine/fingerprint";
import type { RuleFinding } from "../engine/rule-definition";
import { inOrder, type SeenResource } from "../engine/seen-resource";
import { stackFromState } from "../engine/stack-from-state";
import { rules } from "../rules";

/**
 * Runs all rules on a stack's state, without an engine, to accept what exists. It returns violations only, also those that the
 * configuration accepts.
 *
 * @param state - What `readPulumiState` of `@azure-to-aws/trust/policy-sources` returns. Secrets in plain text are
 * judged too; they never appear in a finding.
 * @param configuration - The file for `--policy-pack-config`, as parsed JSON. Rules that it disables are left out.
 */
export function deploymentFindings(
  state: readonly StateResource[],
  configuration: unknown = {},
): IdentifiedFinding[] {
  const stack = stackFromState(state);
  const ordered = inOrder(stack);
  return rules.flatMap((rule) => {
    const { [rule.name]: setting, all } = isObject(configuration) ? configuration : {};
    if ((levelOf(setting) ?? levelOf(all)) === "disabled") {
      return [];
    }
    const config = isObject(setting) ? setting : {};
    const earlier: SeenResource[] = [];
    const single = stack.flatMap(({ before }) => {
      const found = [...(rule.judgeResource?.(before, config, earlier) ?? [])];
      earlier.push(before);
      return found;
    });
    const reported = new Set(single.map(key));
    const whole = [...(rule.judgeStack?.(ordered, config) ?? [])].filter(
      (finding) => !reported.has(key(finding)),
    );
    return [...single, ...whole]
      .filter(({ kind }) => kind === "violation")
      .map(({ urn, identity, message }) => ({
        rule: rule.name,
        resource: urn,
        identity: [urn, ...identity],
        message,
      }));
  });
}

/** The enforcement level that a member of a configuration file sets, if it sets one. */
function levelOf(setting: unknown): unknown {
  return isObject(setting) ? setting.enforcementLevel : setting;
}

function key({ urn, identity }: RuleFinding): string {
  return JSON.stringify([urn, ...identity]);
}
