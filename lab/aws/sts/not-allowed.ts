import { StsError } from "./sts-error";

/**
 * The refusal by a trust policy. The emulator gives it (`ministack_gaps/web_identity.py`); a test compares both.
 *
 * @evidence log A trust policy that does not allow the token is 403 `AccessDenied` with this text. Source:
 * aws/aws-sdk-net #1522; aws/aws-sdk-js-v3 #6225.
 */
export function notAllowed(): StsError {
  return new StsError("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}
