/** The claim by which an issuer names the roles that a token may assume (AWS, July 2026). */
import type { JWTPayload } from "jose";
import { StsError } from "./sts-error";

const ROLES_CLAIM = "https://aws.amazon.com/roles";

const ROLE_ARN = /^arn:aws[\w-]*:iam::\d{12}:role\/[^\s:;*?]+$/;

/**
 * Checks that a token with this claim names the role. The emulator then sets the key `sts:RoleAuthorizedByIdp`
 * (`ministack_gaps/web_identity.py`).
 *
 * @throws StsError `InvalidIdentityToken`
 * @evidence source The claim is a list or a string with semicolons; null is as if it were not there, and other entries are
 *   ignored. Source: radkawar/stackd internal/services/sts/testdata/oidc/README.md, a summary of recorded answers.
 */
export function checkRolesClaim(claims: JWTPayload, roleArn: string): void {
  const value = claims[ROLES_CLAIM] ?? undefined;
  if (value === undefined) {
    return;
  }
  if (typeof value !== "string" && !Array.isArray(value)) {
    // @evidence source A claim that is a number, a boolean, or an object is refused. Source: radkawar/stackd
    // internal/services/sts/oidc_roles.go, which its test holds against recorded answers.
    throw new StsError("InvalidIdentityToken", "The roles claim is not in a supported format");
  }
  const entries: readonly unknown[] = typeof value === "string" ? value.split(";") : value;
  const roles = entries
    .filter((entry) => typeof entry === "string")
    .map((entry) => entry.trim())
    .filter((entry) => ROLE_ARN.test(entry));
  if (roles.length === 0) {
    // @evidence source A claim without the ARN of a role is refused. Source: radkawar/stackd
    // internal/services/sts/oidc_roles.go, which its test holds against recorded answers.
    throw new StsError("InvalidIdentityToken", "The roles claim contains no valid role ARNs");
  }
  if (!roles.includes(roleArn)) {
    // @evidence source A claim without this role is refused. Source: radkawar/stackd
    // internal/services/sts/oidc_roles.go, which its test holds against recorded answers.
    throw new StsError(
      "InvalidIdentityToken",
      "The target role ARN is not present in the roles claim of the identity token",
    );
  }
}
