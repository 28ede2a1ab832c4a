import { StsError } from "./sts-error";

/**
 * The refusal by a trust policy. The emulator gives it (`ministack_gaps/web_identity.py`); a test compares both.
 *
 * @evidence recorded A trust policy that does not allow the token is 403 `AccessDenied` with this text. Source: radkawar/stackd
 *   internal/services/sts/testdata/oidc/aws-trust.json at 9dc356f (`principal-account-anonymous`).
 */
export function emulatorRefusal(): StsError {
  return new StsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}
