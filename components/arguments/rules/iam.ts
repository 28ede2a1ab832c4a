/** Rules for arguments of IAM and AWS: ARNs, roles, audiences, subjects, buckets, and tags. */
import { ARGUMENTS, coded, IAM } from "../../../messages";
import { type ProviderUrlProblem, providerUrlProblems } from "../../../trust/build";
import { audienceProblems, entraSubjectProblems } from "../../../trust/entra";
import { IAM_LIMITS } from "../../../trust/iam-limits";
import { memberPath } from "../../../trust/text";
import type { Fault, Rule } from "../argument-rule";
import type { FindProblems } from "../find-problems";

/**
 * An ARN of IAM that names one resource.
 *
 * @param resourceType - What comes before the first slash of its resource part: `policy`, `oidc-provider`.
 */
export function iamArn(resourceType: string): Rule<string> {
  const pattern = new RegExp(`^arn:aws[a-z-]*:iam::(?:\\d{12}|aws):${resourceType}/[^\\s*?]+$`);
  const examples = [
    `arn:aws:iam::111122223333:${resourceType}/…`,
    // Those of AWS's own have no account.
    ...(resourceType === "policy" ? ["arn:aws:iam::aws:policy/ReadOnlyAccess"] : []),
  ].join(" or ");
  return (value) =>
    pattern.test(value)
      ? []
      : [coded("iam-arn-invalid", `invalid ARN. Expected one without wildcards, such as ${examples}`)];
}

/** An audience that Entra and IAM both accept, and that an AWS config can hold: printable ASCII characters. */
export function audience(value: string): readonly Fault[] {
  const problems = audienceProblems(value).map((reason) =>
    coded("audience-invalid", `invalid audience: it ${reason}`),
  );
  return problems.length > 0 || /^[!-~]+$/.test(value)
    ? problems
    : [coded("audience-not-ascii", "invalid audience. Expected printable ASCII characters only")];
}

/**
 * The name of a general purpose S3 bucket, as "General purpose bucket naming rules" of the S3 user guide has it. A
 * wildcard is not a bucket name, so a permission never covers more than the buckets in the list.
 */
export function bucketName(value: string): readonly Fault[] {
  if (value.startsWith("arn:")) {
    return [coded("bucket-arn", "must be the name of a bucket, not its ARN")];
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) || value.includes("..")) {
    return [
      coded(
        "bucket-name-invalid",
        "invalid bucket name. Expected 3 to 63 lower-case letters, digits, hyphens, and single dots, starting and ending with a letter or digit",
      ),
    ];
  }
  return /^\d+\.\d+\.\d+\.\d+$/.test(value)
    ? [coded("bucket-name-address", "invalid bucket name: it must not look like an IP address")]
    : [];
}

/** The issuer of an IAM OpenID Connect provider: the provider's URL. */
export function issuerUrl(value: string): readonly Fault[] {
  return providerUrlProblems(value).map((problem) => issuerReason(value, problem));
}

function issuerReason(url: string, problem: ProviderUrlProblem): Fault {
  switch (problem.code) {
    case "too-long":
      return { ...ARGUMENTS.say("argument-too-long", IAM_LIMITS.providerUrlCharacters), has: url.length };
    case "not-https":
    case "query-or-fragment":
      return IAM.say("issuer-invalid", "an https:// URL without query or fragment");
    case "wildcard-or-space":
      return IAM.say("issuer-invalid", "a URL without wildcards or whitespace");
    case "port-or-user":
      return IAM.say("issuer-invalid", "a URL without a port or a user");
    case "every-tenant":
      return IAM.say("issuer-invalid", "the URL of one tenant, by its ID");
    case "not-the-issuer":
      return coded(
        "issuer-not-of-tokens",
        `does not match the iss claim of ${problem.tokens}. Expected ${JSON.stringify(problem.expected)}`,
      );
  }
}

/** An AWS partition: `aws`, `aws-cn`, `aws-us-gov` or another that begins with `aws`. */
export function partition(value: string): readonly Fault[] {
  return /^aws(?:-[a-z]+)*$/.test(value)
    ? []
    : [
        coded(
          "aws-partition-invalid",
          "invalid AWS partition. Expected one such as aws, aws-cn, or aws-us-gov",
        ),
      ];
}

/** An AWS region by its code, such as `eu-west-1`. */
export function region(value: string): readonly Fault[] {
  return /^[a-z]+(?:-[a-z]+)+-\d+$/.test(value)
    ? []
    : [coded("aws-region-invalid", "invalid AWS region. Expected a region code such as eu-west-1")];
}

/** The description of an IAM role: at most 1000 characters up to U+00FF (CreateRole in the IAM API reference). */
export function roleDescription(value: string): readonly Fault[] {
  if (value.length > IAM_LIMITS.roleDescriptionCharacters) {
    return [
      { ...ARGUMENTS.say("argument-too-long", IAM_LIMITS.roleDescriptionCharacters), has: value.length },
    ];
  }
  return /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/.test(value)
    ? []
    : [
        coded(
          "role-description-characters",
          "invalid description: IAM refuses control characters and characters beyond U+00FF",
        ),
      ];
}

/** The name of an IAM role: 1 to 64 letters, digits and `_+=,.@-` (CreateRole in the IAM API reference). */
export function roleName(value: string): readonly Fault[] {
  const most = IAM_LIMITS.roleNameCharacters;
  return /^[A-Za-z0-9_+=,.@-]+$/.test(value) && value.length <= most
    ? []
    : [
        coded(
          "role-name-invalid",
          `invalid role name. Expected 1 to ${most} letters, digits, or _ + = , . @ -, without a path`,
        ),
      ];
}

/**
 * The path of an IAM role: `/`, or up to 512 printable ASCII characters that begin and end with a slash (CreateRole in
 * the IAM API reference).
 */
export function rolePath(value: string): readonly Fault[] {
  const most = IAM_LIMITS.rolePathCharacters;
  return /^\/(?:[!-~]+\/)?$/.test(value) && value.length <= most
    ? []
    : [
        coded(
          "role-path-invalid",
          `invalid role path. Expected at most ${most} printable ASCII characters that start and end with a slash, such as /federated/`,
        ),
      ];
}

/** Seconds that a session may last: 3600 to 43200, the range of MaxSessionDuration in the IAM API reference. */
export function sessionDuration(seconds: number): readonly Fault[] {
  return secondsFrom(IAM_LIMITS.shortestMaxSession, "1 hour", seconds);
}

/** Seconds that a caller may request: 900 to 43200, the range of DurationSeconds in the STS API reference. */
export function requestedDuration(seconds: number): readonly Fault[] {
  return secondsFrom(IAM_LIMITS.shortestSession, "15 minutes", seconds);
}

function secondsFrom(least: number, inWords: string, seconds: number): readonly Fault[] {
  const most = IAM_LIMITS.longestMaxSession;
  return Number.isInteger(seconds) && seconds >= least && seconds <= most
    ? []
    : [ARGUMENTS.say("argument-out-of-range", "seconds", `${least} (${inWords})`, `${most} (12 hours)`)];
}

/**
 * A value of the `sub` claim: an object ID for Entra, `system:serviceaccount:<namespace>:<name>` for Kubernetes. It is
 * compared as a whole, so a wildcard can only be an error.
 */
export function subject(value: string): readonly Fault[] {
  if (value === "" || /[\s\p{Cc}]/u.test(value)) {
    return [coded("subject-invalid", "invalid subject. Expected a value without whitespace")];
  }
  return /[*?]|\$\{/.test(value)
    ? [
        coded(
          "subject-with-wildcard",
          "invalid subject. Expected one exact value: wildcards and variables have no meaning here",
        ),
      ]
    : [];
}

/** The key of a tag. */
export function tagKey(key: string): readonly Fault[] {
  if (/^aws:/i.test(key)) {
    return [coded("tag-key-reserved", "invalid tag key: AWS reserves keys that start with aws:")];
  }
  const most = IAM_LIMITS.tagKeyCharacters;
  return tagText(1, most).test(key)
    ? []
    : [
        coded(
          "tag-key-invalid",
          `invalid tag key. Expected 1 to ${most} letters, digits, spaces, or _ . : / = + - @`,
        ),
      ];
}

/** The value of a tag. */
export function tagValue(value: string): readonly Fault[] {
  const most = IAM_LIMITS.tagValueCharacters;
  return tagText(0, most).test(value)
    ? []
    : [
        coded(
          "tag-value-invalid",
          `invalid tag value. Expected at most ${most} letters, digits, spaces, or _ . : / = + - @`,
        ),
      ];
}

/** The `sub` claim of a token of Entra. */
export function entraSubject(value: string): readonly Fault[] {
  return entraSubjectProblems(value).map((reason) =>
    coded("entra-subject-invalid", `invalid subject: it ${reason}`),
  );
}

function tagText(least: number, most: number): RegExp {
  return new RegExp(`^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{${least},${most}}$`, "u");
}

/** What is wrong with the keys of a map of tags together. The map must be one. */
export const inTagKeys: FindProblems = (path, tags) => {
  const keys = Object.keys(tags as object);
  if (keys.length > IAM_LIMITS.tagsPerResource) {
    return [{ path, ...ARGUMENTS.say("argument-too-many", "tags", IAM_LIMITS.tagsPerResource, keys.length) }];
  }
  const folded = keys.map((key) => key.toLowerCase());
  return keys
    .filter((_, index) => folded.indexOf(folded[index] ?? "") !== index)
    .map((key) => ({
      path: memberPath(path, key),
      ...coded(
        "tag-key-repeated",
        "this tag key appears twice: IAM ignores the case of keys",
        "Remove one of them",
      ),
    }));
};

/** The account's quota for the length of trust policies, in characters: 2048 unless AWS raised it, at most 4096. */
export function trustPolicyQuota(characters: number): readonly Fault[] {
  const { trustPolicyCharacters: least, raisedTrustPolicyCharacters: most } = IAM_LIMITS;
  return Number.isInteger(characters) && characters >= least && characters <= most
    ? []
    : [ARGUMENTS.say("argument-out-of-range", "characters", String(least), String(most))];
}
