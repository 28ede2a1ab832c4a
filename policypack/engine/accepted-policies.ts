import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { coded, withCode } from "../../messages";
import { acceptanceNotices } from "./acceptance";
import { ACCEPTED, acceptedSetting } from "./accepted-finding";
import type { ReportInDetail } from "./as-policy";
import type { PackRun } from "./pack-run";

/** The policy that reports what {@link ACCEPTED} does. */
export const ACCEPTED_COUNT = "accepted-findings";

/**
 * The setting for accepted findings. Pulumi shows a policy the configuration under its name only, and takes nothing but a level from
 * `all`, so the setting is a policy that reports nothing. The pack lists it first: Pulumi calls policies in that order, so each rule has
 * the accepted findings when it judges the first resource.
 */
export function acceptedSettingPolicy(run: PackRun): ResourceValidationPolicy {
  return {
    name: ACCEPTED,
    displayName: "Accepted findings",
    description: "Setting: the findings that are accepted for a time.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["setting"],
    configSchema: { properties: { ...acceptedSetting } },
    validateResource: (args) => {
      run.accept(args.getConfig());
    },
  };
}

/** Reports the accepted findings by owner. The pack lists it last, because Pulumi calls policies in that order. */
export function acceptedCount(run: PackRun, rules: readonly string[]): StackValidationPolicy {
  return {
    name: ACCEPTED_COUNT,
    displayName: "Count of accepted findings",
    description: "Counts the accepted findings, with their reasons.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["setting"],
    validateStack: ({ resources }, report) => {
      const { acceptance } = run;
      const inDetail = report as unknown as ReportInDetail;
      const counts = new Map<string, number>();
      for (const { owner, until, reason } of acceptance.inForce) {
        const terms = `accepted by ${owner} until ${until}: ${reason}`;
        counts.set(terms, (counts.get(terms) ?? 0) + 1);
      }
      const counted = [...counts].map(([terms, count]) =>
        coded("findings-accepted", count === 1 ? `1 finding is ${terms}` : `${count} findings are ${terms}`),
      );
      const unused = acceptance.unused({ rules, resources: resources.map(({ urn }) => urn) });
      for (const message of [...counted, ...acceptanceNotices([], unused)]) {
        inDetail({ message: withCode(message), enforcementLevel: "advisory" });
      }
    },
  };
}
