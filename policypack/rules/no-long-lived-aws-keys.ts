import { coded } from "../../messages";
import { nist } from "../engine/controls";
import { type RuleDefinition, type RuleFinding, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { iamObjects } from "../iam/iam-object";
import { LOGIN_PROFILE, SERVICE_CREDENTIAL } from "../iam/iam-types";
import { federationSeen } from "../stack/earlier-parts";
import { federationOf } from "../stack/federation-of-stack";

/** Credentials that work until somebody deletes them, and what messages call them. */
const LONG_LIVED: ReadonlyMap<string, string> = new Map([
  ["AWS::IAM::AccessKey", "an access key"],
  [LOGIN_PROFILE, "a console password"],
  [SERVICE_CREDENTIAL, "a service-specific password"],
]);

/** Refuses AWS keys and passwords that do not expire: a federation exists so that none is needed. */
export const noLongLivedAwsKeys: RuleDefinition<ScopeConfig> = {
  name: "no-long-lived-aws-keys",
  displayName: "No long-lived AWS keys",
  description: "No IAM user gets an access key or a password.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["aws", "iam", "keys"],
  framework: nist("IA-5", "IA-5(7)", "AC-2"),
  otherControls: { cis: "AWS 1.12, 1.13, 1.14, 1.21", iso27001: "A.5.17" },
  remediationSteps:
    "Remove the key. Let the workload assume a role with its managed identity, and let people sign in through IAM Identity Center.",
  looksAt:
    "access keys and passwords of IAM users in a stack with a federation; with `scope: all`, in every stack",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }, earlier) {
    for (const finding of judge(resource)) {
      if (scope === "all" || isOwn(resource) || federationSeen(earlier)) {
        yield finding;
      }
    }
  },
  *judgeStack(stack) {
    const { providers, roles, applications } = federationOf(stack);
    if (providers.length + roles.length + applications.length > 0) {
      for (const resource of stack) {
        yield* judge(resource.before);
      }
    }
  },
};

function* judge(resource: SeenResource): Iterable<RuleFinding> {
  for (const { name, place, type, properties } of iamObjects(resource).objects) {
    const loginProfile = type === "AWS::IAM::User" && (properties.LoginProfile ?? undefined) !== undefined;
    const what = loginProfile ? "a console password" : LONG_LIVED.get(type);
    if (what !== undefined) {
      const message = coded(
        "long-lived-credential",
        `${name} gives an IAM user ${what}, which works until somebody deletes it. Expected a role that the workload assumes.`,
      );
      yield violation(resource, message, place, type);
    }
  }
}
