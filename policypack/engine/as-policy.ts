import type {
  Policy,
  ReportViolation,
  ResourceValidationPolicy,
  Severity,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { EngineView } from "./engine-view";
import { Occurrences } from "./fingerprint";
import type { RuleDefinition, RuleFinding } from "./rule-definition";
import { withoutSecrets } from "./secrets";
import { settleFinding, type Settlement } from "./settle-findings";
import { settlement, type SharedConfig, sharedConfiguration } from "./shared-configuration";

/**
 * A violation with a level or a severity of its own. `@pulumi/policy` takes it in place of a message; its types do not
 * say so yet (seen in 1.21.0).
 */
type ReportInDetail = (violation: {
  readonly message: string;
  readonly urn: string;
  readonly enforcementLevel?: "advisory";
  readonly severity?: Severity;
}) => void;

/**
 * Makes of a rule what the engine takes. A rule that judges resources and stacks becomes both in one.
 *
 * @param page - Where the rule's page is, to be named with each violation.
 * @param view - What the rules of a pack see, one for all of them.
 */
export function asPolicy(
  rule: RuleDefinition,
  page?: string,
  view = new EngineView(),
): ResourceValidationPolicy | StackValidationPolicy {
  const said = new Set<string>();
  const name = { rule: rule.name, page, view };
  const common: Policy = {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.description,
    enforcementLevel: rule.enforcementLevel,
    severity: rule.severity,
    tags: [...rule.tags],
    remediationSteps: rule.remediationSteps,
    configSchema: { properties: { ...rule.configuration, ...sharedConfiguration } },
  };
  return {
    ...common,
    ...(rule.judgeResource && {
      validateResource: (args, report) => {
        const config = args.getConfig<SharedConfig>();
        const resource = view.resource(rule.name, args);
        const settled = settlement(config);
        const findings = rule.judgeResource?.(resource, config, view.before(resource)) ?? [];
        say(name, findings, settled, report, said, new Set());
      },
    }),
    ...(rule.judgeStack && {
      validateStack: (args: StackValidationArgs, report: ReportViolation) => {
        const config = args.getConfig<SharedConfig>();
        const settled = settlement(config);
        const findings = rule.judgeStack?.(view.stack(rule.name, args.resources), config) ?? [];
        say(name, findings, settled, report, said, new Set(said));
      },
    }),
  };
}

/**
 * Reports findings, but none of `silent`: what was said of a resource is not said again of the stack.
 *
 * @param said - Takes up what is reported.
 */
function say(
  {
    rule,
    page,
    view,
  }: { readonly rule: string; readonly page: string | undefined; readonly view: EngineView },
  findings: Iterable<RuleFinding>,
  settled: Settlement,
  report: ReportViolation,
  said: Set<string>,
  silent: ReadonlySet<string>,
): void {
  const occurrences = new Occurrences();
  for (const finding of findings) {
    const key = JSON.stringify([finding.urn, finding.detail]);
    if (silent.has(key)) {
      continue;
    }
    said.add(key);
    const { kind, urn, message: whole, severity } = settleFinding(rule, finding, settled, occurrences);
    const message = withoutSecrets(whole, view.secretsOf(urn));
    const inDetail = report as unknown as ReportInDetail;
    if (kind === "violation") {
      const withPage = page === undefined ? message : `${message} See ${page}.`;
      inDetail({ message: withPage, urn, ...(severity === undefined ? {} : { severity }) });
    } else {
      inDetail({ message, urn, enforcementLevel: "advisory" });
    }
  }
}
