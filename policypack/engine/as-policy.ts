import type {
  Policy,
  ReportViolation,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { withCode, withoutSecrets } from "../../messages";
import { pageAndResourceText } from "../../messages/policy-pack";
import { Occurrences } from "./fingerprint";
import { PackRun } from "./pack-run";
import type { RuleDefinition, RuleFinding } from "./rule-definition";
import { type SettledFinding, settleFinding } from "./settle-findings";

/**
 * A violation with its own level or severity. `@pulumi/policy` takes it in place of a message; its types do not say so
 * yet (seen in 1.21.0).
 */
export type ReportInDetail = (violation: {
  readonly message: string;
  /** Default is the stack. */
  readonly urn?: string;
  readonly enforcementLevel?: "advisory";
  readonly severity?: Severity;
}) => void;

/**
 * Makes of a rule what the engine takes. A rule that judges resources and stacks becomes both in one.
 *
 * @param page - Where the rule's page is. Each violation names it.
 * @param run - What the rules of a pack share.
 */
export function asPolicy(
  rule: RuleDefinition,
  page?: string,
  run = new PackRun(),
): ResourceValidationPolicy | StackValidationPolicy {
  const reported = new Set<string>();
  const name = { rule: rule.name, page, run };
  const common: Policy = {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.description,
    enforcementLevel: rule.enforcementLevel,
    severity: rule.severity,
    tags: [...rule.tags],
    framework: rule.framework,
    remediationSteps: rule.remediationSteps,
    configSchema: { properties: { ...rule.configuration } },
  };
  const { view } = run;
  return {
    ...common,
    ...(rule.judgeResource && {
      validateResource: (args, report) => {
        const config = args.getConfig<object>();
        const resource = view.resource(rule.name, args);
        const findings = rule.judgeResource?.(resource, config, view.before(resource)) ?? [];
        reportEach(name, findings, report, reported, new Set());
      },
    }),
    ...(rule.judgeStack && {
      validateStack: (args: StackValidationArgs, report: ReportViolation) => {
        const config = args.getConfig<object>();
        const findings = rule.judgeStack?.(view.stack(rule.name, args.resources), config) ?? [];
        reportEach(name, findings, report, reported, new Set(reported));
      },
    }),
  };
}

/** Who reports: a rule with its page, and what it shares with the other rules. */
interface Speaker {
  readonly rule: string;
  readonly page: string | undefined;
  readonly run: PackRun;
}

/**
 * Reports findings, but none of `silent`: what the rule reported for a resource, it does not repeat for the stack.
 *
 * @param reported - Receives what is reported.
 */
function reportEach(
  speaker: Speaker,
  findings: Iterable<RuleFinding>,
  report: ReportViolation,
  reported: Set<string>,
  silent: ReadonlySet<string>,
): void {
  const occurrences = new Occurrences();
  const { rule, run } = speaker;
  for (const finding of findings) {
    const key = JSON.stringify([finding.urn, ...finding.identity]);
    if (silent.has(key)) {
      continue;
    }
    reported.add(key);
    const shown = { ...finding, message: finding.patched ?? finding.message };
    const result = settleFinding(rule, shown, run.acceptance, occurrences);
    const occurrence = occurrences.next(JSON.stringify([finding.kind, key]));
    if (result !== undefined && run.shows(result, occurrence)) {
      print(speaker, result, report);
    }
  }
}

function print(
  { page, run }: Speaker,
  { kind, urn, code, message, severity, fingerprint }: SettledFinding,
  report: ReportViolation,
): void {
  const text = withoutSecrets(message, run.view.secretsOf(urn));
  const inDetail = report as unknown as ReportInDetail;
  const own = severity === undefined ? {} : { severity };
  if (kind === "violation") {
    const withPage = page === undefined ? text : `${text} ${pageAndResourceText(page, urn, fingerprint)}`;
    inDetail({ message: withCode({ code, text: withPage }), urn, ...own });
  } else {
    inDetail({ message: withCode({ code, text }), urn, enforcementLevel: "advisory", ...own });
  }
}
