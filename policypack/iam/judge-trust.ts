import type { Severity } from "@pulumi/policy";
import { coded } from "../../messages";
import { ELSEWHERE } from "../../messages/judged-files";
import { outputCodeText, outputInJsonText } from "../../messages/policy-pack";
import {
  type CreatedProvider,
  findingIdentity,
  findingMessage,
  hasMark,
  hasMarks,
  type JudgeOptions,
  judgePartialPolicy,
  type PartialVerdict,
  policyDocumentRemedy,
  type Reach,
  shownMark,
  type TrustFinding,
  type TrustRule,
  unknownExpressions,
} from "../../trust";
import { Occurrences } from "../engine/fingerprint";
import { type RuleFinding, unknownFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { ARGUMENTS, componentRole, isComponent, isRoleOfComponent } from "./component-role";
import { hiddenInTrust, NOTHING_HIDDEN } from "./hidden-parts";
import { type Gap, type IamObject, iamObjects } from "./iam-object";
import { mayBePolicyDocument } from "./policy-document";
import { PRINCIPAL_ID, type SourcedClaims } from "./sourced-claims";
import { instanceObjects } from "./stack-set-instances";
import { trustDocument, trustVerdict } from "./trust";
import { refusesUnknown, unknownTrust, type UnknownTrustConfig, type UnreadForm } from "./unknown-trust";

/** How a rule judges trust policies. */
export interface TrustJudging {
  /** The rules of the trust analysis whose findings are reported: violations as such, notes as advice. */
  readonly rules: readonly TrustRule[];
  readonly config: UnknownTrustConfig;
  readonly options: JudgeOptions;
  /** The resources that were judged before: the component of a role, or stack sets of which the resource may be an instance. */
  readonly earlier: Iterable<SeenResource>;
  /** The right values of a provider's claims, by its name, for the patches in messages. Asked only if one is needed. */
  readonly known?: (provider: string) => SourcedClaims;
  /** The providers that are created before the role, if the rule counts what they list. Asked only if it matters. */
  readonly providers?: () => readonly CreatedProvider[];
}

/** Judges every trust policy that a resource holds. */
export function* judgeTrust(resource: SeenResource, judging: TrustJudging): Iterable<RuleFinding> {
  const { accountId } = judging.options;
  const own = iamObjects(resource, accountId);
  const instances = instanceObjects(resource, judging.earlier, accountId);
  yield* judgeGaps(resource, own.gaps, judging);
  yield* judgeGaps(resource, instances?.gaps ?? [], judging);
  if (instances === undefined) {
    yield unknownTrust(resource, resource.name, "", "nested", judging.config);
  }
  const reported = new Set<string>();
  for (const object of [componentRole(resource) ?? [], own.objects, instances?.objects ?? []].flat()) {
    const occurrences = new Occurrences();
    for (const finding of judgeObject(object, judging)) {
      const { identity, kind, severity } = finding;
      const one = JSON.stringify([identity, kind, severity]);
      const key = JSON.stringify([one, occurrences.next(one)]);
      // A template's resource comes once for each way in which its conditions can turn out.
      if (!reported.has(key)) {
        reported.add(key);
        yield finding;
      }
    }
  }
  for (const object of own.overridable) {
    const { verdict } = verdictOf(object, trustDocument(object), judging);
    // A finding that holds for all parameters also holds for those of the stack set, which are judged above.
    if (verdict !== "accepted") {
      yield unknownTrust(resource, object.name, object.place, "overridable", judging.config);
    }
  }
}

/** Reports the parts of a resource that cannot be read, whose roles are not judged. */
function* judgeGaps(
  resource: SeenResource,
  gaps: readonly Gap[],
  { config, rules }: TrustJudging,
): Iterable<RuleFinding> {
  const { name } = resource;
  const [problem] = gaps.flatMap((gap) => problemOf(gap) ?? []);
  const own = gaps.filter(
    (gap) => (gap.holds === "unknown" && !gap.isNested) || (gap.holds === "elsewhere" && isOwnTemplate(gap)),
  );
  if (own.some(({ holds }) => holds === "unknown")) {
    yield unknownTrust(resource, name, "", "holds", config);
  } else if (problem !== undefined) {
    // One error gives one finding, as with a malformed policy.
    if (rules.includes("trust-policy-is-well-formed")) {
      yield violation(
        resource,
        coded(
          "template-unreadable",
          `${name} has ${problem}. Expected a template that CloudFormation accepts: the roles in it cannot be judged.`,
        ),
      );
    }
  } else if (own.length > 0) {
    yield unknownTrust(resource, name, "", "elsewhere", config);
  }
  if (gaps.some(({ holds }) => holds === "transform")) {
    yield unknownTrust(resource, name, "", "transformed", config);
  }
  const forms = gaps.flatMap((gap): UnreadForm[] =>
    gap.holds === "unreadable" && gap.of === "part"
      ? [gap]
      : gap.holds === "elsewhere" && gap.of !== "template"
        ? [{ place: gap.of, what: ELSEWHERE[gap.of]() }]
        : [],
  );
  for (const form of new Map(forms.map((one) => [one.place, one])).values()) {
    yield unknownTrust(resource, name, form.place, form, config);
  }
  for (const gap of gaps) {
    if (gap.holds === "elsewhere" && gap.of === "template" && !isOwnTemplate(gap)) {
      yield unknownTrust(resource, `${gap.place} (${gap.kind}) in ${name}`, gap.place, "nested", config);
    }
  }
}

function isOwnTemplate({ of, template }: Extract<Gap, { holds: "elsewhere" }>): boolean {
  return of === "template" && template === undefined;
}

/** What is wrong with a template or the properties of a resource, to be read after "has". */
function problemOf(gap: Gap): string | undefined {
  if (gap.holds === "unknown" && gap.isNested) {
    return `a template in ${gap.names.at(-1) ?? ""} that only CloudFormation resolves`;
  }
  return gap.holds !== "unreadable" || gap.of === "part"
    ? undefined
    : gap.of === "resource"
      ? `a template that has ${gap.what}`
      : gap.what;
}

/**
 * Judges a trust policy. A violation holds whatever the unknown parts turn out to be. If the verdict depends on them, the
 * update judges the policy before it creates the role.
 */
function* judgeObject(object: IamObject, judging: TrustJudging): Iterable<RuleFinding> {
  const { holder, name, place } = object;
  const document = trustDocument(object);
  // A role without a trust policy is judged too: IAM rejects it, and something that is not seen may add the policy.
  if (document === undefined && object.type !== "AWS::IAM::Role") {
    return;
  }
  const { rules, config } = judging;
  const isPartial = hasMarks(document);
  const { verdict, findings, grants, patched, sources, outputs } = verdictOf(object, document, judging);
  const certain = findings.flatMap((trust, index) =>
    rules.includes(trust.rule) && !(isPartial && trust.severity === "note")
      ? {
          ...ruleFinding(object, trust, document),
          ...patchOf(object, patched[index], document, { sources, outputs }),
        }
      : [],
  );
  yield* certain;
  // The component pins what it gets, known or not, and the role that it creates has the policy that was judged at the component.
  if (
    !isPartial ||
    verdict === "accepted" ||
    certain.length > 0 ||
    isComponent(holder) ||
    isRoleOfComponent(holder, judging.earlier)
  ) {
    return;
  }
  const hidden = object.hidden ?? NOTHING_HIDDEN;
  const { audience, others } = hiddenInTrust(document, hidden, grants);
  if (audience.length + others.length > 0) {
    // Whatever other rules find: each of them can be lowered, or its finding accepted.
    yield* hiddenFindings(object, audience, "oidc-trust-requires-audience", rules);
    yield* hiddenFindings(object, others, "oidc-trust-requires-subject", rules);
  } else if (verdict === "unknown" || refusesUnknown(config)) {
    const isProvider =
      verdict === "unknown" && unknownExpressions(document).every((part) => hidden.has(part));
    yield unknownTrust(holder, name, place, isProvider ? "hidden-provider" : "is", config);
  }
}

/**
 * Refuses a policy that depends on parts that only CloudFormation resolves: no preview and no update shows them. Nobody
 * knows how bad that is, so the severity is that of the unknown.
 */
function* hiddenFindings(
  { holder, name, place }: IamObject,
  parts: readonly string[],
  rule: TrustRule,
  rules: readonly TrustRule[],
): Iterable<RuleFinding> {
  if (parts.length > 0 && rules.includes(rule)) {
    const shown = parts.map(shownMark).join(", ");
    yield unknownFinding(
      holder,
      coded(
        "trust-depends-on-cloudformation",
        `Role ${name}: who can assume it depends on ${shown}, which only CloudFormation resolves. Expected values in the template, or in the parameters that the stack sets.`,
      ),
      true,
      place,
      ...parts,
    );
  }
}

/** A verdict, and its findings with the stack's values in their fixes. */
interface PatchedVerdict extends PartialVerdict {
  /** One for each finding; empty if the stack has no value. */
  readonly patched: readonly TrustFinding[];
  readonly sources: SourcedClaims["sources"];
  readonly outputs: SourcedClaims["outputs"];
}

/** The verdict by a rule's options. What the stack has is looked up only for a policy that is refused without it. */
function verdictOf(object: IamObject, document: unknown, judging: TrustJudging): PatchedVerdict {
  const { rules, options, providers, known } = judging;
  const isDefault = Object.keys(options).length === 0;
  const first = isDefault ? trustVerdict(object) : judgePartialPolicy(document, options);
  const unpatched = { patched: [], sources: new Map<string, string>(), outputs: new Map<string, string>() };
  if (!first.findings.some(({ rule, severity }) => severity === "violation" && rules.includes(rule))) {
    return { ...first, ...unpatched };
  }
  const all = providers === undefined ? options : { ...options, createdProviders: providers() };
  const verdict = providers === undefined ? first : judgePartialPolicy(document, all);
  const names = [...new Set(verdict.grants.map(({ provider }) => provider))];
  const knownClaims = known === undefined ? [] : names.map(known);
  const sources = new Map(knownClaims.flatMap((claims) => [...claims.sources]));
  if (sources.size === 0) {
    return { ...verdict, ...unpatched };
  }
  const { findings: patched } = judgePartialPolicy(document, { ...all, knownClaims });
  const outputs = new Map(knownClaims.flatMap((claims) => [...claims.outputs]));
  return { ...verdict, patched, sources, outputs };
}

function ruleFinding(
  { holder, name, place, properties: { RoleName }, hidden = NOTHING_HIDDEN }: IamObject,
  trust: TrustFinding,
  document: unknown,
): RuleFinding {
  const own = findingIdentity(trust, document);
  const identity = [place, ...own];
  const finding: RuleFinding = {
    urn: holder.urn,
    kind: trust.severity === "violation" ? "violation" : "advice",
    code: trust.code,
    message: isComponent(holder) ? componentMessage(name, trust) : messageOf(name, trust, document),
    identity,
    ...(typeof RoleName === "string" && !hasMark(RoleName)
      ? { role: { name: RoleName, identity: own } }
      : {}),
    ...severityOf(trust),
  };
  // No update reveals what only CloudFormation resolves.
  const isPartial =
    hasUnknownPart(identity) && unknownExpressions(document).some((part) => !hidden.has(part));
  return isPartial ? { ...finding, isPartial } : finding;
}

/** Whether a part of an identity is not known: `null` stands for it, and nothing else is `null`. */
function hasUnknownPart(identity: unknown): boolean {
  return identity === null || (Array.isArray(identity) && identity.some(hasUnknownPart));
}

/** The message with the stack's values in its patch, and a sentence for each that says where it is from. */
function patchOf(
  { holder, name }: IamObject,
  trust: TrustFinding | undefined,
  document: unknown,
  { sources, outputs }: Pick<SourcedClaims, "sources" | "outputs">,
): Pick<RuleFinding, "patched"> {
  const values = Object.values(trust?.fix?.conditions ?? {}).flat();
  const sentences = [...sources].filter(([value]) => values.includes(value)).map(([, sentence]) => sentence);
  if (trust === undefined || sentences.length === 0 || isComponent(holder)) {
    return {};
  }
  const toWrite = mayBePolicyDocument(document) ? outputCodeText : outputInJsonText;
  const asOutputs = [...outputs]
    .filter(([value]) => values.includes(value))
    .map(([value, resource]) => toWrite(resource, value));
  return { patched: [messageOf(name, trust, document, outputs), ...asOutputs, ...sentences].join(" ") };
}

/**
 * The finding as a message. The fix is in it in JSON, and as an entry of `getPolicyDocument` if the policy may come from there.
 *
 * @param outputs - The values of the fix that stand for an output.
 */
function messageOf(
  name: string,
  { message, fix }: TrustFinding,
  document: unknown,
  outputs: SourcedClaims["outputs"] = new Map(),
): string {
  const expressions = new Map([...outputs.keys()].map((value) => [value, PRINCIPAL_ID]));
  const code =
    fix !== undefined && mayBePolicyDocument(document) ? ` ${policyDocumentRemedy(fix, expressions)}` : "";
  return `Role ${name}: ${message}${code}`;
}

/** The finding as a message about a component. Who writes no policy has an argument to change, and not the policy. */
function componentMessage(name: string, trust: TrustFinding): string {
  const { [trust.rule]: argument = "issuer or oidcProviderArn" } = ARGUMENTS;
  const message = findingMessage({ ...trust, remedy: undefined });
  return `FederatedRole ${name}: ${message} Change ${argument}.`;
}

/**
 * The severity of a violation by who can assume the role, whatever the unknown parts are. A missing audience of Entra is
 * always critical.
 */
function severityOf({ severity, reach, rule }: TrustFinding): Pick<RuleFinding, "severity"> {
  if (severity === "note") {
    return { severity: "low" };
  }
  if (reach === undefined) {
    return {};
  }
  const isEntraReplay = reach === "replay" && rule === "oidc-trust-requires-audience";
  return { severity: isEntraReplay ? "critical" : SEVERITY_OF_REACH[reach] };
}

/** How bad a violation is, by who can assume the role. */
export const SEVERITY_OF_REACH = {
  anyone: "critical",
  tenant: "critical",
  assigned: "high",
  replay: "medium",
  nobody: "low",
} as const satisfies Readonly<Record<Reach, Severity>>;
