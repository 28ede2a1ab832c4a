/**
 * The issuer of an IAM OpenID Connect provider. IAM takes an https URL of at most 255 characters without port, query
 * or fragment (CreateOpenIDConnectProvider in the IAM API reference).
 */
export function issuerUrl(value: string): readonly string[] {
  if (value.length > 255) {
    return [`must have at most 255 characters, has ${value.length}`];
  }
  const parts = /^https:\/\/([^/?#]+)([^?#]*)$/.exec(value);
  if (!parts) {
    return ["must be an https:// URL without query or fragment"];
  }
  if (/[@:\s]/.test(parts[1] ?? "")) {
    return ["must not name a port or a user"];
  }
  // Without its slash the URL is another issuer than the one that signs, and AWS compares the strings.
  const tokens = tokensWithSlash(parts[1]?.toLowerCase() ?? "");
  if (tokens !== undefined && !value.endsWith("/")) {
    return [`must end with a slash, as the iss claim of ${tokens} does`];
  }
  return [];
}

/** The tokens of a host whose `iss` claim always ends with a slash. */
function tokensWithSlash(host: string): string | undefined {
  if (host === "sts.windows.net") {
    return "Entra's v1.0 tokens";
  }
  return host.endsWith(".oic.prod-aks.azure.com") ? "an AKS cluster's tokens" : undefined;
}
