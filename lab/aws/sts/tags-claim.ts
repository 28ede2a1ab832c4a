/** The claim by which an issuer gives a session tags. The lab checks its form and gives no tags. */
import type { JWTPayload } from "jose";
import { StsError } from "./sts-error";

const TAGS_CLAIM = "https://aws.amazon.com/tags";

/**
 * Checks that each tag is a list of one string.
 *
 * @throws StsError `InvalidIdentityToken`
 */
export function checkTagsClaim(claims: JWTPayload): void {
  const tags = (claims[TAGS_CLAIM] as { readonly principal_tags?: unknown } | null | undefined)
    ?.principal_tags;
  if (!Object.values(tags ?? {}).every(isOneText)) {
    // @evidence recorded Tags that are not lists of one string are refused. Source: radkawar/stackd
    // internal/services/sts/testdata/oidc/aws.json at 9dc356f (`nested-string-tags`).
    throw new StsError("InvalidIdentityToken", "principal_tags passed in claim is not in correct format.");
  }
}

function isOneText(value: unknown): boolean {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string";
}
