const ARN = /^arn:[^:]+:iam::\d{12}:oidc-provider\/(.+)$/s;

/**
 * The name of an IAM OpenID Connect provider: its URL without `https://`, but with a slash at the end if there is one.
 * Condition keys start with it.
 *
 * @param urlOrArn - The issuer's URL, e.g. `https://sts.windows.net/<tenant ID>/`, or the provider's ARN.
 * @throws {TypeError} If the string is neither.
 */
export function oidcProviderName(urlOrArn: string): string {
  const name = urlOrArn.startsWith("https://") ? urlOrArn.slice("https://".length) : ARN.exec(urlOrArn)?.[1];
  if (name === undefined || name === "") {
    throw new TypeError(
      `An OpenID Connect provider is named by an https:// URL or an ARN arn:<partition>:iam::<account>:oidc-provider/<name>, but not by ${JSON.stringify(urlOrArn)}.`,
    );
  }
  return name;
}
