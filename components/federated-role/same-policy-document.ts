/**
 * Whether two policy documents, as JSON text, mean the same to IAM. Order says nothing in a policy: not that of keys,
 * statements, actions, or values. One value is the same as a list of it. The `aws` provider shows no change between such
 * documents, so an update would never bring one into the form of the other.
 *
 * Source: AWS, "Grammar of the IAM JSON policy language"; hashicorp/awspolicyequivalence, which the provider compares with.
 */
export function isSamePolicyDocument(one: string, other: string): boolean {
  return one === other || meaning(parsed(one)) === meaning(parsed(other));
}

/** The same text for all values that mean the same. */
function meaning(value: unknown): string {
  if (Array.isArray(value)) {
    const members = [...new Set(value.map(meaning))].sort();
    const [only] = members;
    return members.length === 1 && only !== undefined ? only : `[${members.join()}]`;
  }
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value);
  }
  const entries = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${meaning(member)}`);
  return `{${entries.sort().join()}}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
