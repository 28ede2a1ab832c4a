import { coded, quoted } from "../../messages";
import { IAM_LIMITS } from "../../trust";
import { nist } from "../engine/controls";
import { type RuleDefinition, violation } from "../engine/rule-definition";
import { type ScopeConfig, scopeSchema } from "../engine/scope";
import { isWithin } from "../engine/seen-resource";
import { isKnownLater } from "../iam/hidden-parts";
import { type IamObject, iamObjects } from "../iam/iam-object";
import { isFederated, trustsEntra } from "../iam/trust";

interface Config extends ScopeConfig {
  /** Longest session in seconds, 3600 to 43200. Default is 3600, as AWS's own default is. */
  readonly maximumSeconds?: number;
  /** Whether a permissions boundary must be set. Default is false. */
  readonly boundaryRequired?: boolean;
}

/** AWS's default. Source: IAM API, `MaxSessionDuration`. */
const DEFAULT_SECONDS = IAM_LIMITS.shortestMaxSession;

/** Judges how long sessions of federated roles may last, and whether they have a permissions boundary. */
export const federatedRoleSessionIsBounded: RuleDefinition<Config> = {
  name: "federated-role-session-is-bounded",
  displayName: "Federated role's session is bounded",
  description:
    "A session of a federated role lasts no longer than configured. The role has a permissions boundary if the configuration requires one.",
  enforcementLevel: "advisory",
  severity: "medium",
  tags: ["aws", "iam", "session"],
  framework: nist("AC-12", "AC-6"),
  otherControls: { iso27001: "A.8.5" },
  remediationSteps:
    "Lower maxSessionDuration: a workload can fetch new credentials at any time. Set permissionsBoundary if your organization has one.",
  looksAt:
    "roles that trust an Entra tenant or belong to this package; with `scope: all`, every role that an OpenID Connect identity can assume",
  configuration: {
    ...scopeSchema,
    maximumSeconds: {
      type: "integer",
      minimum: IAM_LIMITS.shortestMaxSession,
      maximum: IAM_LIMITS.longestMaxSession,
      default: DEFAULT_SECONDS,
      description: "Longest session in seconds.",
    },
    boundaryRequired: {
      type: "boolean",
      default: false,
      description: "Whether a permissions boundary must be set.",
    },
  },
  *judgeResource(resource, config) {
    const { maximumSeconds = DEFAULT_SECONDS, boundaryRequired = false } = config;
    for (const object of iamObjects(resource).objects) {
      if (object.type !== "AWS::IAM::Role" || !takesPart(object, config)) {
        continue;
      }
      const { MaxSessionDuration: duration, PermissionsBoundary: boundary } = object.properties;
      const seconds = isKnownLater(duration, object.hidden) ? 0 : Number(duration ?? DEFAULT_SECONDS);
      if (!(seconds <= maximumSeconds)) {
        const message = coded(
          "session-too-long",
          `Role ${object.name}: a session can last too long. Expected at most ${maximumSeconds} seconds; got ${quoted(duration)}.`,
        );
        yield violation(resource, message, object.place);
      }
      if (boundaryRequired && (boundary === undefined || boundary === null || boundary === "")) {
        const message = coded(
          "permissions-boundary-missing",
          `Role ${object.name}: the role has no permissions boundary. Expected the boundary of your organization.`,
        );
        yield violation(resource, message, object.place);
      }
    }
  },
};

function takesPart(object: IamObject, { scope }: ScopeConfig): boolean {
  return scope === "all"
    ? isFederated(object)
    : trustsEntra(object) || isWithin(object.holder, "FederatedRole");
}
