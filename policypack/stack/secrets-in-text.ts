/** A kind of secrets: what identifies it in fingerprints, and the name that messages use. */
type SecretKind = readonly [id: string, name: string];

/** Forms of secrets by their kinds. None of them may show the secret itself. */
const secretForms: readonly (readonly [...SecretKind, form: RegExp])[] = [
  ["aws-access-key", "an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["aws-secret-key", "an AWS secret key", /aws_secret_access_key\s*[=:]\s*["']?[A-Za-z0-9/+=]{40}/i],
  ["private-key", "a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["storage-key", "a storage account key", /AccountKey=[A-Za-z0-9+/]{40,}={0,2}/],
  ["shared-access-signature", "a shared access signature", /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ["entra-secret", "an Entra client secret", /\b[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/],
  ["github-token", "a GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36,}\b/],
  [
    "password",
    "a password or secret",
    /(?<![a-z])(password|passwd|client_?secret|secret_?key|api_?key)["']?\s*[=:]\s*["']?(?![$<{(*]|null\b|true\b|false\b|none\b)[^\s"',;#]{6,}/i,
  ],
];

/** Finds which kinds of secrets a string seems to hold. */
export function secretsInText(text: string): SecretKind[] {
  return secretForms.filter(([, , form]) => form.test(text)).map(([id, name]) => [id, name]);
}
