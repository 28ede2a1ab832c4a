/** The account (12 digits) in a role's ARN; `undefined` if the value is no such ARN. */
export function accountOf(arn: unknown): string | undefined {
  return typeof arn === "string" ? /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
}
