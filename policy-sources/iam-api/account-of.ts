/** A role's ARN; `undefined` if the value is not the ARN of a role. */
export function roleArnOf(value: unknown): string | undefined {
  return typeof value === "string" && /^arn:[^:]*:iam::\d{12}:role\//.test(value) ? value : undefined;
}

/** The account (12 digits) in a role's ARN; `undefined` if the value is no such ARN. */
export function accountOf(arn: unknown): string | undefined {
  return typeof arn === "string" ? /^arn:[^:]*:iam::(\d{12}):/.exec(arn)?.[1] : undefined;
}
