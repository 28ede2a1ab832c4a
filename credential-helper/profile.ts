/** What the guest must know to use one AWS role, and the check of it. */
import { coded, type Message, withCode } from "../messages";
import { INSTALLER } from "../messages/installer";

declare const CHECKED: unique symbol;

/** Whole seconds from 900 to 43200 that passed a check. */
export type SessionSeconds = number & { readonly [CHECKED]: "seconds" };

/** A session length that is known to be valid. */
export function sessionSeconds(seconds: number & { readonly [CHECKED]?: never }): SessionSeconds {
  if (!isSessionLength(seconds)) {
    throw new RangeError(`${seconds} is no session length`);
  }
  return seconds as number as SessionSeconds;
}

/** One AWS profile on the guest. */
export interface GuestProfile {
  /** Name of the AWS profile: letters, digits and `_ . @ + = , -`; `default` is the default profile. */
  readonly profileName: string;
  /** ARN of the IAM role to assume. */
  readonly roleArn: string;
  /** Application ID URI to ask Azure a token for, exactly as registered. */
  readonly audience: string;
  /** Client ID (GUID) of the managed identity. */
  readonly clientId: string;
  /** Issuer that the role trusts, with its slash at the end where it has one. */
  readonly issuer: string;
  /** Principal (object) ID (GUID) of the managed identity, which the role trusts as `sub`. */
  readonly subject: string;
  /** AWS region of the profile and of the STS endpoint. */
  readonly region: string;
  /** Length of a session in whole seconds: 900 to 43200, and not more than the role allows. */
  readonly durationSeconds: number;
}

type ProfileWords = Omit<GuestProfile, "durationSeconds">;

/** A profile of which only the session length passed a check. */
export type ProfileOfCheckedLength = ProfileWords & { readonly session: SessionSeconds };

/** A profile that passed the checks. No function that checks profiles accepts one. */
export type CheckedProfile = ProfileOfCheckedLength & { readonly [CHECKED]: "profile" };

/** Something that is wrong with what the guest is to be given. */
export interface GuestProblem {
  /** Where it is, such as `profiles[0].region`. */
  readonly path: string;
  /** The stable code of the message, which the error catalog explains. */
  readonly code: string;
  /** What is wrong and what is allowed, to be read after the path or after what was given. */
  readonly reason: string;
  /** What was given; `undefined` if the reason says it. */
  readonly given?: string | number;
}

/** A problem with the message that says what is wrong. */
export function guestProblem(path: string, { code, text }: Message, given?: string | number): GuestProblem {
  return { path, code, reason: text, ...(given === undefined ? {} : { given }) };
}

/** A problem as it is printed: its path, what was given, what is wrong, and its code. */
function sentence({ path, code, reason, given }: GuestProblem): string {
  const shown = given === undefined ? "" : `${typeof given === "string" ? JSON.stringify(given) : given} `;
  return withCode({ code, text: `${path}: ${shown}${reason}` });
}

/** Profiles that cannot be written to an AWS config. Carries every problem, not only the first. */
export class GuestProfileError extends Error {
  override readonly name = "GuestProfileError";

  constructor(readonly problems: readonly GuestProblem[]) {
    super(["the guest's AWS profiles cannot be written:", ...problems.map(sentence)].join("\n  "));
  }
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Rules for the text fields. All of them keep white space and control characters out of the AWS config. */
const rules: Readonly<Record<keyof ProfileWords, readonly [RegExp, string]>> = {
  profileName: [/^[\w.@+=,-]{1,128}$/, "1 to 128 letters, digits and _ . @ + = , -"],
  roleArn: [
    /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[!-~]{1,511}\/)?[\w+=,.@-]{1,64}$/,
    "an IAM role's ARN, arn:aws:iam::<account>:role/<name>",
  ],
  audience: [/^[!-~]{1,255}$/, "1 to 255 printable ASCII characters without spaces"],
  clientId: [guid, "a GUID, the client ID of the managed identity"],
  issuer: [/^https:\/\/[!-~]{1,247}$/, "an https URL"],
  subject: [guid, "a GUID, the principal (object) ID of the managed identity"],
  region: [/^[a-z]+(-[a-z]+)+-\d+$/, "the name of an AWS region, such as eu-west-1"],
};

/**
 * Every problem of a list of profiles; empty when an AWS config can be written from it.
 *
 * @param path What the list is called in their paths. Default is `profiles`.
 */
export function guestProfileProblems(profiles: readonly GuestProfile[], path = "profiles"): GuestProblem[] {
  const lengths = profiles.flatMap(({ durationSeconds }, index) =>
    isSessionLength(durationSeconds)
      ? []
      : [
          guestProblem(
            `${path}[${index}].durationSeconds`,
            INSTALLER.say("guest-profile-invalid", "whole seconds, 900 to 43200"),
            durationSeconds,
          ),
        ],
  );
  return [...wordProblems(profiles, path), ...lengths];
}

function isSessionLength(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 900 && seconds <= 43200;
}

/**
 * Checks profiles whose session lengths passed a check already.
 *
 * @param fail What to do with the problems, if there are any.
 * @returns The profiles, or what `fail` returns.
 */
export function checkProfileWords<T>(
  profiles: readonly ProfileOfCheckedLength[],
  fail: (problems: readonly GuestProblem[]) => T,
): readonly CheckedProfile[] | T {
  const problems = wordProblems(profiles, "profiles");
  return problems.length > 0 ? fail(problems) : (profiles as readonly CheckedProfile[]);
}

/**
 * Checks profiles.
 *
 * @param more Problems of what they are used with.
 * @throws GuestProfileError with every problem.
 */
export function checkProfiles(
  profiles: readonly GuestProfile[],
  more: readonly GuestProblem[] = [],
): readonly CheckedProfile[] {
  const problems = [...guestProfileProblems(profiles), ...more];
  if (problems.length > 0) {
    throw new GuestProfileError(problems);
  }
  return profiles.map(
    ({ durationSeconds, ...words }) =>
      ({ ...words, session: durationSeconds as SessionSeconds }) as CheckedProfile,
  );
}

function wordProblems(profiles: readonly ProfileWords[], path: string): GuestProblem[] {
  if (profiles.length === 0) {
    return [guestProblem(path, coded("guest-profiles-empty", "must hold at least one profile"))];
  }
  const problems = profiles.flatMap((profile, index) => problemsOf(profile, `${path}[${index}]`));
  const names = profiles.map(({ profileName }) => profileName);
  for (const twice of new Set(names.filter((name, index) => names.indexOf(name) !== index))) {
    problems.push(
      guestProblem(
        path,
        coded("guest-profile-name-twice", `profileName ${JSON.stringify(twice)} is used more than once`),
      ),
    );
  }
  return problems;
}

function problemsOf(profile: ProfileWords, path: string): GuestProblem[] {
  const problems: GuestProblem[] = [];
  for (const field of Object.keys(rules) as (keyof typeof rules)[]) {
    const [allowed, description] = rules[field];
    if (!allowed.test(profile[field])) {
      const message = INSTALLER.say("guest-profile-invalid", description);
      problems.push(guestProblem(`${path}.${field}`, message, profile[field]));
    }
  }
  if (profile.subject.toLowerCase() === profile.clientId.toLowerCase()) {
    const message = coded(
      "guest-profile-subject-is-client-id",
      "is also the clientId. Expected the principal (object) ID",
    );
    problems.push(guestProblem(`${path}.subject`, message, profile.subject));
  }
  return problems;
}
