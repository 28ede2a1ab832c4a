/** The parameters of one AssumeRoleWithWebIdentity call, checked as STS checks them before it looks at the token. */
import { StsError } from "./sts-error";

/** A call whose parameters keep AWS's limits. */
export interface WebIdentityRequest {
  /** Twelve digits: the account that `RoleArn` names. */
  readonly accountId: string;
  readonly roleArn: string;
  readonly token: string;
}

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/[\u0021-\u007e]+$/;
const INTEGER = /^[+-]?\d+$/;
const LARGEST_INTEGER = 2 ** 31 - 1;

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
    // @evidence log An ARN that is not that of a role is 400 `ValidationError` with this text. Source:
    // prometheus-community/yet-another-cloudwatch-exporter #343.
    throw new StsError("ValidationError", "Request ARN is invalid");
  }
  return { accountId, roleArn, token };
}

/**
 * @evidence documentation Parameters have these lengths. Source: AWS STS API Reference, AssumeRoleWithWebIdentity.
 */
function lengthProblems(
  member: string,
  value: string | null,
  minimum: number,
  maximum: number,
  shown?: string,
): string[] {
  if (value === null) {
    return [problem(member, "Member must not be null")];
  }
  if (value.length < minimum) {
    return [problem(member, `Member must have length greater than or equal to ${minimum}`, shown)];
  }
  if (value.length > maximum) {
    return [problem(member, `Member must have length less than or equal to ${maximum}`, shown)];
  }
  return [];
}

/**
 * @evidence recorded A session name that is too long is quoted. Source: localstack/localstack
 *   tests/aws/services/sts/test_sts.snapshot.json at 8b9a79f.
 */
function sessionNameProblems(value: string | null): string[] {
  const problems = lengthProblems("roleSessionName", value, 2, 64, value ?? undefined);
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
  if (!INTEGER.test(value) || Number(value) > LARGEST_INTEGER || Number(value) < -LARGEST_INTEGER - 1) {
    // @evidence recorded A duration of GetSessionToken that is not a whole number of 32 bits is `MalformedInput`. Source:
    // radkawar/stackd testdata/aws/sts/query_inputs.json at 9dc356f.
    //
    // @evidence inferred AssumeRoleWithWebIdentity refuses such a duration alike, with this text. Reason: the recording has
    // the other operation, and codes alone.
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
