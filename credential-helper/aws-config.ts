/** The AWS config that lets the AWS CLI and every AWS SDK use the credential helper. */
import { coded } from "../messages";
import { guestPaths, helperFolderProblems, helperIn } from "./paths";
import {
  type CheckedProfile,
  checkProfiles,
  type GuestProblem,
  guestProblem,
  type GuestProfile,
} from "./profile";
import { quoteWord } from "./shell-quote";

/**
 * The text of an AWS config file with one section for each profile. It holds no secret.
 *
 * @param helperFolder Where the credential helper is installed. Default is {@link guestPaths.helperFolder}.
 * @param interpreter Absolute path of Python 3.8 or newer, or its name on the PATH (`python3`), where the helper's file
 *   cannot be made executable. Default is none: the file is started itself.
 * @throws GuestProfileError with every problem of the profiles, of the folder and of the interpreter.
 * @see "Sourcing credentials with an external process in the AWS CLI" in the AWS CLI user guide
 */
export function renderAwsConfig(
  profiles: readonly GuestProfile[],
  helperFolder: string = guestPaths.helperFolder,
  interpreter?: string,
): string {
  const others = [...helperFolderProblems(helperFolder), ...interpreterProblems(interpreter)];
  return awsConfig(checkProfiles(profiles, others), start(helperFolder, interpreter));
}

/**
 * The same, of profiles that were checked.
 *
 * @param command What starts the helper. Default is the helper where it is installed.
 */
export function awsConfig(
  profiles: readonly CheckedProfile[],
  command: string = start(guestPaths.helperFolder, undefined),
): string {
  const head =
    "# Written by azure-to-aws-federation, which replaces it as a whole: changes made here get lost.";
  return `${[head, ...profiles.map((profile) => section(profile, command))].join("\n\n")}\n`;
}

/** A path that stands unquoted in the config, and so has plain letters only. */
function interpreterProblems(interpreter: string | undefined): GuestProblem[] {
  return interpreter === undefined || /^(\/[\w.+@-]+)+$|^\w[\w.+-]*$/.test(interpreter)
    ? []
    : [
        guestProblem(
          "interpreter",
          coded(
            "guest-interpreter-invalid",
            "must be an absolute path or the name of a program, of letters, digits and _ . + @ -",
          ),
          interpreter,
        ),
      ];
}

/**
 * The path has only plain letters, so it needs no quotes. Quotes break clients: the AWS SDK for Go v1 takes a quoted
 * string for the whole command, and minio-go takes the quotes for a part of the file's name.
 */
function start(helperFolder: string, interpreter: string | undefined): string {
  const helper = helperIn(helperFolder);
  return interpreter === undefined ? helper : `${interpreter} -IBS ${helper}`;
}

function section(profile: CheckedProfile, helper: string): string {
  const name = profile.profileName === "default" ? "[default]" : `[profile ${profile.profileName}]`;
  return [
    name,
    `credential_process = ${commandLine(profile, helper)}`,
    `region = ${profile.region}`,
    "sts_regional_endpoints = regional",
  ].join("\n");
}

function commandLine(profile: CheckedProfile, helper: string): string {
  const options: readonly (readonly [string, string])[] = [
    ["--role-arn", profile.roleArn],
    ["--audience", profile.audience],
    ["--client-id", profile.clientId],
    ["--issuer", profile.issuer],
    ["--subject", profile.subject],
    ["--duration", String(profile.session)],
    ["--region", profile.region],
  ];
  return [helper, ...options.map(([name, value]) => `${name} ${quoteWord(value)}`)].join(" ");
}
