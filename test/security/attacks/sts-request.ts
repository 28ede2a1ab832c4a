/** Genuine tokens in requests that ask for more, or for something else. */
import { LAB_AWS_ACCOUNT_ID } from "../../../lab/lab-facts";
import type { Attack, AttackContext, AttackGroup, Refusal } from "./attack";
import { presentToken, type StsParameters } from "./sts-call";
import { brokenLimit, STS } from "./token-attack";
import { genuineToken } from "./tokens";

/** Another account of the organization, where nobody set up a provider. */
export const OTHER_ACCOUNT_ID = "444455556666";

const SESSION_NAME = "Member must satisfy regular expression pattern: [\\w+=,.@-]*";

function requestAttack(
  name: string,
  refusal: Refusal,
  parameters: StsParameters | ((context: AttackContext) => StsParameters),
): Attack {
  return {
    name,
    refusal,
    attempt: async (context) =>
      presentToken(
        context,
        await genuineToken(context),
        typeof parameters === "function" ? parameters(context) : parameters,
      ),
  };
}

function roleAttack(name: string, refusal: Refusal, change: (roleArn: string) => string): Attack {
  return requestAttack(name, refusal, ({ target }) => ({ RoleArn: change(target.roleArn) }));
}

export const stsRequest: AttackGroup = {
  name: "sts-request",
  title: "The workload's own token in other requests",
  attacks: [
    requestAttack(
      "session name with a slash",
      brokenLimit("roleSessionName", SESSION_NAME, "thief/../root"),
      {
        RoleSessionName: "thief/../root",
      },
    ),
    requestAttack(
      "session name that ends with a line break",
      brokenLimit("roleSessionName", SESSION_NAME, "thief\n"),
      {
        RoleSessionName: "thief\n",
      },
    ),
    requestAttack(
      "session name with a non-ASCII letter",
      brokenLimit("roleSessionName", SESSION_NAME, "thіef"),
      {
        RoleSessionName: "thіef",
      },
    ),
    requestAttack(
      "session name of 65 characters",
      brokenLimit("roleSessionName", "Member must have length less than or equal to 64", "x".repeat(65)),
      { RoleSessionName: "x".repeat(65) },
    ),
    requestAttack("no session name", brokenLimit("roleSessionName", "Member must not be null"), {
      RoleSessionName: undefined,
    }),
    requestAttack(
      "session longer than the role allows",
      {
        code: "ValidationError",
        message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      },
      { DurationSeconds: "3601" },
    ),
    requestAttack(
      "session longer than AWS allows",
      brokenLimit("durationSeconds", "Member must have value less than or equal to 43200", "43201"),
      { DurationSeconds: "43201" },
    ),
    requestAttack(
      "session of zero seconds",
      brokenLimit("durationSeconds", "Member must have value greater than or equal to 900", "0"),
      { DurationSeconds: "0" },
    ),
    requestAttack(
      "session of infinite length",
      { code: "MalformedInput", message: "Invalid Argument" },
      {
        DurationSeconds: "Infinity",
      },
    ),
    roleAttack("role of another account", STS.notValidated, (arn) =>
      arn.replace(LAB_AWS_ACCOUNT_ID, OTHER_ACCOUNT_ID),
    ),
    roleAttack("role that does not exist", STS.notAuthorized, (arn) => `${arn}2`),
    roleAttack(
      "role of the account's administrator",
      STS.notAuthorized,
      () => `arn:aws:iam::${LAB_AWS_ACCOUNT_ID}:role/administrator`,
    ),
    roleAttack("role's name in capitals", STS.notAuthorized, (arn) =>
      arn.replace(/[^/]+$/, (name) => name.toUpperCase()),
    ),
    roleAttack("role with another path", STS.notAuthorized, (arn) => arn.replace("role/", "role/admin/")),
    roleAttack(
      "role with a query after it",
      STS.notAuthorized,
      (arn) => `${arn}?account=${OTHER_ACCOUNT_ID}`,
    ),
    roleAttack("every role, with `*`", STS.notAuthorized, (arn) => arn.replace(/[^/]+$/, "*")),
    roleAttack("role's ARN with a space before it", STS.invalidArn, (arn) => ` ${arn}`),
    roleAttack("role's ARN with a line break after it", STS.invalidArn, (arn) => `${arn}\n`),
    roleAttack("user instead of a role", STS.invalidArn, (arn) =>
      arn.replace(/role\/.*/, "user/administrator"),
    ),
    roleAttack("the account's root instead of a role", STS.invalidArn, (arn) =>
      arn.replace(/role\/.*/, "root"),
    ),
  ],
};
