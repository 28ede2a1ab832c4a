import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { coded, withCode } from "../../messages";
import type { ReportInDetail } from "./as-policy";
import type { PackRun } from "./pack-run";
import type { ConfigSchema } from "./rule-definition";

/** Names of the members of a configuration file that are not rules and have a level. */
export const BASELINE_SETTING = "baseline";
export const BASELINE_COUNT = "findings-in-baseline";

/** The setting of {@link BASELINE_SETTING}. */
export const baselineSchema: Readonly<Record<string, ConfigSchema>> = {
  file: {
    type: "string",
    minLength: 1,
    description:
      "Path of the baseline file of all rules, absolute or relative to the pack's folder. The output only counts what it holds.",
  },
};

/**
 * The setting for the baseline of all rules. Pulumi shows a policy the configuration under its name only, and takes
 * nothing but a level from `all`, so the setting is a policy that reports nothing. The pack lists it first: Pulumi calls
 * policies in that order, so each rule has the baseline when it judges the first resource.
 */
export function baselineSetting(run: PackRun): ResourceValidationPolicy {
  return {
    name: BASELINE_SETTING,
    displayName: "Baseline of all rules",
    description: "Setting: the baseline file that all rules use.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["setting"],
    configSchema: { properties: { ...baselineSchema } },
    validateResource: (args) => {
      const { file } = args.getConfig<{ readonly file?: string }>();
      if (file !== undefined) {
        run.useBaseline(file);
      }
    },
  };
}

/** Reports how many findings the baselines hold. The pack lists it last, because Pulumi calls policies in that order. */
export function baselineCount(run: PackRun): StackValidationPolicy {
  return {
    name: BASELINE_COUNT,
    displayName: "Findings in the baseline",
    description: "Counts the findings that the baseline holds.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["setting"],
    validateStack: (_, report) => {
      if (run.known > 0) {
        const message = coded(
          "findings-in-baseline",
          run.known === 1
            ? `1 finding is in the baseline ${run.baselines.join(", ")}, which describes it. It stops nothing.`
            : `${run.known} findings are in the baseline ${run.baselines.join(", ")}, which describes them. They stop nothing.`,
        );
        (report as unknown as ReportInDetail)({ message: withCode(message), enforcementLevel: "advisory" });
      }
    },
  };
}
