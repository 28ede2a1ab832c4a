/** The name of an IAM role: 1 to 64 letters, digits and `_+=,.@-` (CreateRole in the IAM API reference). */
export function roleName(value: string): readonly string[] {
  return /^[A-Za-z0-9_+=,.@-]{1,64}$/.test(value)
    ? []
    : ["must be the name of an IAM role: 1 to 64 letters, digits or _ + = , . @ -, without a path"];
}
