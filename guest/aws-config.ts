/** The AWS config that lets the AWS CLI and every AWS SDK use the credential helper. */
import { guestPaths } from "./paths";
import { type GuestProfile, GuestProfileError, guestProfileProblems } from "./profile";
import { quoteWord } from "./shell-quote";

/**
 * The text of an AWS config file with one section for each profile. It holds no secret.
 *
 * @throws GuestProfileError with every problem of the profiles.
 * @see "Sourcing credentials with an external process in the AWS CLI" in the AWS CLI user guide
 */
export function renderAwsConfig(profiles: readonly GuestProfile[]): string {
  const problems = guestProfileProblems(profiles);
  if (problems.length > 0) {
    throw new GuestProfileError(problems);
  }
  const head =
    "# Written by azure-to-aws-federation, which replaces it as a whole: changes made here get lost.";
  return `${[head, ...profiles.map(section)].join("\n\n")}\n`;
}

function section(profile: GuestProfile): string {
  const name = profile.profileName === "default" ? "[default]" : `[profile ${profile.profileName}]`;
  return [
    name,
    `credential_process = ${command(profile)}`,
    `region = ${profile.region}`,
    "sts_regional_endpoints = regional",
  ].join("\n");
}

function command(profile: GuestProfile): string {
  const options: readonly (readonly [string, string])[] = [
    ["--role-arn", profile.roleArn],
    ["--audience", profile.audience],
    ["--client-id", profile.clientId],
    ["--issuer", profile.issuer],
    ["--subject", profile.subject],
    ["--duration", String(profile.durationSeconds)],
    ["--region", profile.region],
  ];
  // The path is quoted the way the AWS documentation does it, so that it may stand in a folder with a space.
  return [`"${guestPaths.helper}"`, ...options.map(([name, value]) => `${name} ${quoteWord(value)}`)].join(
    " ",
  );
}
