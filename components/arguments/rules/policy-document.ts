/** An IAM policy as JSON text with at least one statement. Whether it grants what is wanted is IAM's to judge. */
export function policyDocument(value: string): readonly string[] {
  let document: unknown;
  try {
    document = JSON.parse(value);
  } catch {
    return ["must be a policy document as JSON text"];
  }
  const statement =
    typeof document === "object" && document !== null && "Statement" in document
      ? document.Statement
      : undefined;
  const statements = Array.isArray(statement) ? statement : [statement];
  return statements.length > 0 && statements.every((entry) => typeof entry === "object" && entry !== null)
    ? []
    : ["must be a policy document with at least one Statement"];
}
