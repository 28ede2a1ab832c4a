/** Decides whether the component can express a role's trust policy without losing part of it. */
import { coded, type Message, quoted } from "../../messages";
import {
  conditionOperator,
  isObject,
  judgeTrustPolicy,
  type NarrowingConditions,
  narrowingProblems,
  needsTheClaim,
  type TrustGrant,
} from "../../trust";
import { type Json, text } from "./exports";

/** The trust of a role, as far as a role of the component can express it. */
export interface ExportedTrust {
  readonly audiences: readonly string[];
  readonly subjects: readonly string[];
  /** Addresses and networks that a request must come from; empty where any will do. */
  readonly allowedSourceIps: readonly string[];
  /** What else must hold. */
  readonly conditions: NarrowingConditions;
}

const ACTION = "sts:AssumeRoleWithWebIdentity";

/**
 * Reads the trust of a role. The component writes the whole trust policy, so anything that it cannot express would be
 * gone with the next update: each such thing is a problem.
 *
 * @param provider - The provider's name, its URL without scheme.
 * @returns The trust, or what keeps it from being taken over, without the name of the file.
 */
export function readExportedTrust(role: Json, provider: string): ExportedTrust | readonly Message[] {
  const name = text(role, "RoleName");
  const grant = judgeTrustPolicy(role.AssumeRolePolicyDocument).grants.find(
    (it) => it.provider === provider && it.audience.kind === "exact" && it.subject.kind === "exact",
  );
  if (grant === undefined) {
    return [
      coded(
        "import-trust-not-pinned",
        `role ${name} has no statement that pins aud and sub of the provider ${provider} to exact values. Correct the trust policy, and export again`,
      ),
    ];
  }
  const document = trustDocumentOf(role);
  const statements = [document.Statement].flat();
  const own = statements[grant.statement];
  const statement = isObject(own) ? own : {};
  const { allowedSourceIps, conditions } = conditionsOf(statement, grant);
  const context = { issuer: `https://${provider}`, hasSourceIps: allowedSourceIps.length > 0 };
  const problems = [
    ...statements
      .filter((_, index) => index !== grant.statement)
      .map((other) =>
        coded(
          "import-statement-further",
          `role ${name} has a further statement: ${JSON.stringify(other)}. The next update would remove it, because the component writes one statement. Put its subjects into the statement of the identity, or move it to another role, and export again`,
        ),
      ),
    ...statementProblems(name, statement),
    ...narrowingProblems(conditions, context).map(({ path, reason }) =>
      coded(
        "import-condition-unsupported",
        `role ${name} has a condition that the component cannot write: ${path} ${reason}. The condition is ${JSON.stringify(statement.Condition)}. Correct the trust policy, and export again`,
      ),
    ),
    ...(document.Version !== "2012-10-17" && JSON.stringify(conditions).includes("${")
      ? [
          coded(
            "import-version-old",
            `role ${name} has a trust policy of version ${quoted(document.Version)}, in which \${ is not a variable, and the component writes "2012-10-17". Remove it from ${JSON.stringify(conditions)}, and export again`,
          ),
        ]
      : []),
  ];
  if (problems.length > 0) {
    return problems;
  }
  return {
    audiences: grant.audience.values,
    subjects: grant.subject.values,
    allowedSourceIps,
    conditions,
  };
}

/** The trust policy of a role, which an export has as an object or as text. */
export function trustDocumentOf({ AssumeRolePolicyDocument: document }: Json): Json {
  const value: unknown = typeof document === "string" ? JSON.parse(document) : document;
  return isObject(value) ? value : {};
}

/** What a statement allows beyond the one action and the one provider that the component writes. */
function statementProblems(name: string, { Action, NotAction, Principal, NotPrincipal }: Json): Message[] {
  const actions = [Action].flat().map(String);
  const isAlone = actions.every((action) => action.toLowerCase() === ACTION.toLowerCase());
  const principals = isObject(Principal) ? Object.entries(Principal) : [];
  const [[kind, provider] = []] = principals;
  const isOne = principals.length === 1 && kind === "Federated" && [provider].flat().length === 1;
  return [
    ...(isAlone && NotAction === undefined
      ? []
      : [
          coded(
            "import-actions-further",
            `role ${name} allows ${JSON.stringify(Action ?? { NotAction })}. Expected ${ACTION} alone: the next update would remove the rest. Remove it, and export again`,
          ),
        ]),
    ...(isOne && NotPrincipal === undefined
      ? []
      : [
          coded(
            "import-principals-further",
            `role ${name} trusts ${JSON.stringify(Principal ?? { NotPrincipal })} in one statement. Expected one provider alone: the next update would lock out the others. Give them another role, and export again`,
          ),
        ]),
  ];
}

/** The conditions of a statement apart from those that pin audience and subject as the component does. */
function conditionsOf(
  { Condition }: Json,
  grant: TrustGrant,
): Pick<ExportedTrust, "allowedSourceIps" | "conditions"> {
  const pins = new Map([
    [`${grant.provider}:aud`.toLowerCase(), grant.audience.values],
    [`${grant.provider}:sub`.toLowerCase(), grant.subject.values],
  ]);
  let allowedSourceIps: readonly string[] = [];
  const conditions: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, keys] of Object.entries(isObject(Condition) ? Condition : {})) {
    for (const [key, given] of Object.entries(isObject(keys) ? keys : {})) {
      // IAM takes numbers and truth values as they are; the component takes texts.
      const values = [given].flat().map((value) => (isObject(value) ? JSON.stringify(value) : String(value)));
      const folded = key.toLowerCase();
      if (isPin(operator, values, pins.get(folded))) {
        continue;
      }
      if (operator === "IpAddress" && folded === "aws:sourceip" && allowedSourceIps.length === 0) {
        allowedSourceIps = values;
      } else {
        conditions[operator] = { ...conditions[operator], [key]: values };
      }
    }
  }
  return { allowedSourceIps, conditions };
}

/** Whether a condition says of a claim just what the component would say by `StringEquals`. */
function isPin(name: string, values: readonly string[], pinned: readonly string[] | undefined): boolean {
  const operator = conditionOperator(name);
  if (pinned === undefined || operator === undefined || !needsTheClaim(operator)) {
    return false;
  }
  return (
    (operator.comparison === "equals" || operator.comparison === "like") &&
    values.length === pinned.length &&
    values.every((value) => pinned.includes(value))
  );
}
