/** The parameters of one AssumeRoleWithWebIdentity call, checked as STS checks them before it looks at the token. */
import { StsError } from "./sts-error";

/** A call whose parameters keep AWS's limits. */
export interface WebIdentityRequest {
  /** Twelve digits: the account that `RoleArn` names. */
  readonly accountId: string;
  readonly token: string;
}

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\u0021-\u007e]+$/;
const INTEGER = /^-?\d+$/;

/**
 * Checks lengths, patterns and ranges; limits and texts are those of the AWS STS API Reference.
 *
 * AWS reports every broken limit in one error, so does this.
 *
 * @throws StsError `ValidationError`, or `MalformedInput` for a duration that is no whole number.
 */
export function parseWebIdentityRequest(parameters: URLSearchParams): WebIdentityRequest {
  const roleArn = parameters.get("RoleArn");
  const token = parameters.get("WebIdentityToken");
  const problems = [
    ...lengthProblems("roleArn", roleArn, 20, 2048),
    ...sessionNameProblems(parameters.get("RoleSessionName")),
    ...lengthProblems("webIdentityToken", token, 4, 20_000),
    ...durationProblems(parameters.get("DurationSeconds")),
  ];
  if (problems.length > 0 || roleArn === null || token === null) {
    const count = `${problems.length} validation error${problems.length === 1 ? "" : "s"} detected`;
    // @evidence inferred Limits of parameters that are broken are counted and listed in one `ValidationError`. Reason:
    // the text counts them, and logs show two with a semicolon between; the snapshot of localstack/localstack has one.
    throw new StsError("ValidationError", `${count}: ${problems.join("; ")}`);
  }
  const accountId = ROLE_ARN.exec(roleArn)?.[1];
  if (accountId === undefined) {
    // @evidence recorded An ARN that is not that of a role is 400 `ValidationError`. Source: localstack/localstack
    // tests/aws/services/sts/test_sts.snapshot.json at 8b9a79f.
    throw new StsError("ValidationError", "Request ARN is invalid");
  }
  return { accountId, token };
}

/**
 * @evidence documentation Parameters have these lengths. Source: AWS STS API Reference, AssumeRoleWithWebIdentity.
 */
function lengthProblems(member: string, value: string | null, minimum: number, maximum: number): string[] {
  if (value === null) {
    return [problem(member, "Member must not be null")];
  }
  if (value.length < minimum) {
    return [problem(member, `Member must have length greater than or equal to ${minimum}`)];
  }
  if (value.length > maximum) {
    return [problem(member, `Member must have length less than or equal to ${maximum}`)];
  }
  return [];
}

function sessionNameProblems(value: string | null): string[] {
  const problems = lengthProblems("roleSessionName", value, 2, 64);
  if (value !== null && !/^[\w+=,.@-]*$/.test(value)) {
    problems.push(
      problem("roleSessionName", "Member must satisfy regular expression pattern: [\\w+=,.@-]*", value),
    );
  }
  return problems;
}

function durationProblems(value: string | null): string[] {
  if (value === null) {
    return [];
  }
  if (!INTEGER.test(value)) {
    // @evidence inferred A duration that is not a number is `MalformedInput`. Reason: nothing states it; the code is
    // that of other AWS services of this protocol.
    throw new StsError("MalformedInput", "Invalid Argument");
  }
  if (Number(value) < 900) {
    return [problem("durationSeconds", "Member must have value greater than or equal to 900", value)];
  }
  if (Number(value) > 43_200) {
    return [problem("durationSeconds", "Member must have value less than or equal to 43200", value)];
  }
  return [];
}

function problem(member: string, constraint: string, value?: string): string {
  const shown = value === undefined ? "Value" : `Value '${value}'`;
  return `${shown} at '${member}' failed to satisfy constraint: ${constraint}`;
}
