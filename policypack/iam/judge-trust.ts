import {
  judgeTrustPolicy,
  type JudgeOptions,
  type TrustFinding,
  type TrustRule,
} from "azure-to-aws-federation/trust";

import { isWithin, type SeenResource } from "../resources/seen-resource";
import { hasUnknown } from "../resources/unknown";
import { advice, violation, type RuleFinding } from "../rule/rule-definition";
import { iamObjects, type IamObject } from "./iam-object";
import { trustDocument, trustVerdict } from "./trust";
import { unknownTrust, type UnknownTrustConfig } from "./unknown-trust";

/** How a rule judges trust policies. */
export interface TrustJudging {
  /** The rules of the trust analysis whose findings are reported: violations as such, notes as advice. */
  readonly rules: readonly TrustRule[];
  readonly config: UnknownTrustConfig;
  readonly options: JudgeOptions;
  /** May turn a violation into something else. */
  readonly settle?: (finding: RuleFinding, trust: TrustFinding, document: unknown) => RuleFinding;
}

/** Judges every trust policy that a resource holds. */
export function* judgeTrust(resource: SeenResource, judging: TrustJudging): Iterable<RuleFinding> {
  const { accountId } = judging.options;
  const { objects, unknown, problem, elsewhere, transforms = [] } = iamObjects(resource, accountId);
  if (unknown === true) {
    yield* unknownTrust(resource, resource.name, "holds", judging.config);
  } else if (problem !== undefined) {
    yield violation(
      resource,
      `${resource.name} has ${problem}, so that no trust policy in it can be judged.`,
      problem,
    );
  } else if (elsewhere === true) {
    yield* unknownTrust(resource, resource.name, "elsewhere", judging.config);
  }
  if (transforms.length > 0) {
    yield* unknownTrust(resource, resource.name, "transformed", judging.config);
  }
  const said = new Set<string>();
  for (const object of objects) {
    for (const finding of judgeObject(object, judging)) {
      // A template's resource comes once for each way in which its conditions can turn out.
      if (!said.has(finding.message)) {
        said.add(finding.message);
        yield finding;
      }
    }
  }
}

function* judgeObject(object: IamObject, judging: TrustJudging): Iterable<RuleFinding> {
  const { holder, name, place } = object;
  const document = trustDocument(object);
  if (document === undefined) {
    return;
  }
  if (hasUnknown(document)) {
    // The component around this role passes the same trust in parts, which are judged in its place.
    if (!isWithin(holder, "FederatedRole")) {
      yield* unknownTrust(holder, name, "is", judging.config);
    }
    return;
  }
  const isDefault = Object.keys(judging.options).length === 0;
  const verdict = isDefault ? trustVerdict(object) : judgeTrustPolicy(document, judging.options);
  for (const trust of verdict.findings) {
    if (judging.rules.includes(trust.rule)) {
      const detail = JSON.stringify([place, trust.provider, trust.key, trust.found]);
      const make = trust.severity === "violation" ? violation : advice;
      const finding = make(holder, `Role ${name}: ${trust.message}`, detail);
      yield judging.settle?.(finding, trust, document) ?? finding;
    }
  }
}
