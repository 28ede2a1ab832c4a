/** Forms of secrets, each by the name that messages use. None of them may show the secret itself. */
const secretForms: readonly (readonly [name: string, form: RegExp])[] = [
  ["an AWS access key", /\b(AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["an AWS secret key", /aws_secret_access_key\s*[=:]\s*["']?[A-Za-z0-9/+=]{40}/i],
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["a storage account key", /AccountKey=[A-Za-z0-9+/]{40,}={0,2}/],
  ["a shared access signature", /[?&]sig=[A-Za-z0-9%+/]{20,}/],
  ["an Entra client secret", /\b[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}/],
  ["a GitHub token", /\bgh[pousr]_[A-Za-z0-9]{36,}\b/],
  [
    "a password or secret",
    /(?<![a-z])(password|passwd|client_?secret|secret_?key|api_?key)["']?\s*[=:]\s*["']?(?![$<{(*]|null\b|true\b|false\b|none\b)[^\s"',;#]{6,}/i,
  ],
];

/** Finds which kinds of secrets a string seems to hold. */
export function secretsInText(text: string): string[] {
  return secretForms.filter(([, form]) => form.test(text)).map(([name]) => name);
}
