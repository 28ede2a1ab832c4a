/** Forms of secrets in the text of another program, and what is shown in place of each. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, as Entra and pipelines issue them, signed or encrypted.
  [/\beyJ[\w-]*(?:\.[\w-]*){1,4}/g, "<token>"],
  [/\b(Bearer\s+)\S+/gi, "$1<token>"],
  // Values behind their names, in JSON, forms, and settings.
  [
    /((?:secret_?access_?key|session_?token|client_?secret|web_?identity_?token|access_?token|client_?assertion|password|passphrase)\\?["']?\s*[=:]\s*\\?["']?)(?:[^\s"'&,<\\]|\\(?!["']))+/gi,
    "$1<secret>",
  ],
  [/(<(?:SecretAccessKey|SessionToken)>)[^<]+/g, "$1<secret>"],
  // Signatures of requests to AWS, and of shared access signatures.
  [/\b((?:Signature|sig)=)[^\s&,;"'<]+/gi, "$1<signature>"],
];

/**
 * A text without secrets, for all that quote other programs: errors of the clouds, explanations, and the report of a run on real accounts.
 * Hiding twice changes nothing more.
 *
 * A client secret or a secret access key has no form. Without its name in front of it, nothing here recognizes it.
 */
export function hideSecrets(text: string): string {
  return SECRETS.reduce((rest, [form, placeholder]) => rest.replaceAll(form, placeholder), text);
}
