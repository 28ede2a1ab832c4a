import { coded, quoted } from "../../messages";
import { isMark } from "../../trust";
import { nist } from "../engine/controls";
import { type RuleDefinition, type RuleFinding, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isOwn, type SeenResource } from "../engine/seen-resource";
import { SERVICE_PRINCIPAL } from "../stack/entra-types";
import { federationOf } from "../stack/federation-of-stack";

/** Refuses service principals of a federated audience that issue tokens to any identity of the tenant. */
export const entraAssignmentIsRequired: RuleDefinition<ScopeConfig> = {
  name: "entra-assignment-is-required",
  displayName: "Entra assignment is required",
  description:
    "Entra issues tokens for a federated audience only to identities that are assigned to the application.",
  enforcementLevel: "mandatory",
  severity: "high",
  tags: ["azure", "entra", "application"],
  framework: nist("AC-2", "AC-3"),
  otherControls: { iso27001: "A.5.15, A.5.18" },
  remediationSteps:
    "Set appRoleAssignmentRequired to true on the service principal, and assign each identity to an app role.",
  looksAt:
    "service principals that belong to this package or to an application connected to an Entra provider or role of the stack; with `scope: all`, every one",
  configuration: scopeSchema,
  *judgeResource(resource, { scope }) {
    if (scope === "all" || isOwn(resource)) {
      yield* judge(resource);
    }
  },
  *judgeStack(stack) {
    for (const resource of federationOf(stack).servicePrincipals) {
      yield* judge(resource.before);
    }
  },
};

function* judge(resource: SeenResource): Iterable<RuleFinding> {
  const required = resource.type === SERVICE_PRINCIPAL ? resource.get("appRoleAssignmentRequired") : true;
  if (required !== true && !isMark(required)) {
    const message = coded(
      "assignment-not-required",
      `Service principal ${resource.name}: every identity of the tenant can get a token for this audience. Expected appRoleAssignmentRequired true; got ${quoted(required)}.`,
    );
    yield violation(resource, message);
  }
}
