/** The description of an IAM role: at most 1000 characters up to U+00FF (CreateRole in the IAM API reference). */
export function roleDescription(value: string): readonly string[] {
  if (value.length > 1000) {
    return [`must have at most 1000 characters, has ${value.length}`];
  }
  return /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/.test(value)
    ? []
    : ["must not contain control characters or characters beyond U+00FF, which IAM refuses"];
}
