/** A role as the command line names it. */
export interface RoleReference {
  /** As it was given. */
  readonly given: string;
  readonly name: string;
  /** Twelve digits; only an ARN has them. */
  readonly account?: string;
  /** The role's ARN, path included; the ARN of a session has no path. */
  readonly arn?: string;
}

const NAME = /^[\w+=,.@-]{1,64}$/;
const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[!-~]+\/)?([\w+=,.@-]{1,64})$/;
const SESSION_ARN = /^arn:aws[a-z-]*:sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})(?:\/.*)?$/;

/**
 * Reads the name of a role, its ARN, or the ARN of one of its sessions, as CloudTrail shows it.
 *
 * @returns `undefined` if the text is none of these.
 */
export function readRoleReference(given: string): RoleReference | undefined {
  const [, account, name] = ROLE_ARN.exec(given) ?? SESSION_ARN.exec(given) ?? [];
  if (account !== undefined && name !== undefined) {
    return { given, name, account, ...(ROLE_ARN.test(given) ? { arn: given } : {}) };
  }
  return NAME.test(given) ? { given, name: given } : undefined;
}

/** The region in which the SDK signs for IAM if no region is configured: IAM has one for each partition. */
export function iamRegion(roles: readonly string[]): string {
  const partition = roles
    .map((role) => /^arn:(aws[a-z-]*):/.exec(role)?.[1])
    .find((found) => found !== undefined);
  return partition === "aws-cn" ? "cn-north-1" : partition === "aws-us-gov" ? "us-gov-west-1" : "us-east-1";
}
