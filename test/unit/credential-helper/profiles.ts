/** A profile that is right in every field. */
import type { GuestProfile } from "../../../credential-helper/index";

export const goodProfile: GuestProfile = {
  profileName: "DevTeam-S3ReadOnlyAccess",
  roleArn: "arn:aws:iam::111122223333:role/DevTeam-S3ReadOnlyAccess",
  audience: "api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/storage",
  clientId: "3f8b1c52-6d0e-4a7b-9c41-5e2f7a8d9b10",
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  subject: "c0ffee00-1d2c-4b3a-8f9e-6a5b4c3d2e1f",
  region: "eu-west-1",
  durationSeconds: 3600,
};

/** The message of an error with these problems, each as it is printed. */
export function problemsMessage(...problems: readonly string[]): string {
  return ["the guest's AWS profiles cannot be written:", ...problems].join("\n  ");
}
