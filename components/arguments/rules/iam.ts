/** Rules for arguments of IAM and AWS: ARNs, roles, audiences, subjects, buckets, and tags. */
import {
  audienceProblems,
  IAM_LIMITS,
  memberPath,
  type ProviderUrlProblem,
  providerUrlProblems,
} from "../../../trust";
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
  return (value) => (pattern.test(value) ? [] : [`must be an ARN such as ${examples}, without wildcards`]);
}

/** An audience, as Entra and IAM both take it, and as an AWS config can hold it: in printable ASCII characters. */
export function audience(value: string): readonly string[] {
  const problems = audienceProblems(value);
  return problems.length > 0 || /^[!-~]+$/.test(value)
    ? problems
    : ["must be of printable ASCII characters only"];
}

/**
 * The name of a general purpose S3 bucket, as "General purpose bucket naming rules" of the S3 user guide has it. A
 * wildcard is no bucket name, so that a permission can never name more than the buckets in the list.
 */
export function bucketName(value: string): readonly string[] {
  if (value.startsWith("arn:")) {
    return ["must be the name of a bucket, not its ARN"];
  }
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) || value.includes("..")) {
    return [
      "must be a bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots, beginning and ending with a letter or digit",
    ];
  }
  return /^\d+\.\d+\.\d+\.\d+$/.test(value) ? ["must not look like an IP address"] : [];
}

/** The issuer of an IAM OpenID Connect provider: the provider's URL. */
export function issuerUrl(value: string): readonly Fault[] {
  return providerUrlProblems(value).map((problem) => issuerReason(value, problem));
}

function issuerReason(url: string, problem: ProviderUrlProblem): Fault {
  switch (problem.code) {
    case "too-long":
      return {
        reason: `must have at most ${IAM_LIMITS.providerUrlCharacters} characters`,
        has: url.length,
      };
    case "not-https":
    case "query-or-fragment":
      return "must be an https:// URL without query or fragment";
    case "wildcard-or-space":
      return "must not contain wildcards or white space";
    case "port-or-user":
      return "must not name a port or a user";
    case "every-tenant":
      return "must name one tenant by its ID";
    case "not-the-issuer": {
      const { expected, tokens } = problem;
      const right = expected === `${url}/` ? "end with a slash" : `be ${expected}`;
      return `must ${right}, as the iss claim of ${tokens} does`;
    }
  }
}

/** An AWS partition: `aws`, `aws-cn`, `aws-us-gov` or another that begins with `aws`. */
export function partition(value: string): readonly string[] {
  return /^aws(?:-[a-z]+)*$/.test(value)
    ? []
    : ["must be an AWS partition such as aws, aws-cn or aws-us-gov"];
}

/** An AWS region by its code, such as `eu-west-1`. */
export function region(value: string): readonly string[] {
  return /^[a-z]+(?:-[a-z]+)+-\d+$/.test(value)
    ? []
    : ["must be the code of an AWS region such as eu-west-1"];
}

/** The description of an IAM role: at most 1000 characters up to U+00FF (CreateRole in the IAM API reference). */
export function roleDescription(value: string): readonly Fault[] {
  if (value.length > IAM_LIMITS.roleDescriptionCharacters) {
    return [
      {
        reason: `must have at most ${IAM_LIMITS.roleDescriptionCharacters} characters`,
        has: value.length,
      },
    ];
  }
  return /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/.test(value)
    ? []
    : ["must not contain control characters or characters beyond U+00FF, which IAM refuses"];
}

/** The name of an IAM role: 1 to 64 letters, digits and `_+=,.@-` (CreateRole in the IAM API reference). */
export function roleName(value: string): readonly string[] {
  const most = IAM_LIMITS.roleNameCharacters;
  return /^[A-Za-z0-9_+=,.@-]+$/.test(value) && value.length <= most
    ? []
    : [`must be the name of an IAM role: 1 to ${most} letters, digits or _ + = , . @ -, without a path`];
}

/**
 * The path of an IAM role: `/`, or up to 512 printable ASCII characters that begin and end with a slash (CreateRole in
 * the IAM API reference).
 */
export function rolePath(value: string): readonly string[] {
  const most = IAM_LIMITS.rolePathCharacters;
  return /^\/(?:[!-~]+\/)?$/.test(value) && value.length <= most
    ? []
    : [
        `must begin and end with a slash, such as /federated/, and have at most ${most} printable ASCII characters`,
      ];
}

/** Seconds that a session may last: 3600 to 43200, the range of MaxSessionDuration in the IAM API reference. */
export function sessionDuration(seconds: number): readonly string[] {
  const { shortestMaxSession, longestMaxSession } = IAM_LIMITS;
  return Number.isInteger(seconds) && seconds >= shortestMaxSession && seconds <= longestMaxSession
    ? []
    : [
        `must be a whole number of seconds from ${shortestMaxSession} (1 hour) to ${longestMaxSession} (12 hours)`,
      ];
}

/**
 * A value of the `sub` claim: an object ID for Entra, `system:serviceaccount:<namespace>:<name>` for Kubernetes. It is
 * compared as a whole, so that a wildcard could only be a mistake.
 */
export function subject(value: string): readonly string[] {
  if (value === "" || /[\s\p{Cc}]/u.test(value)) {
    return ["must be a subject without white space"];
  }
  return /[*?]|\$\{/.test(value)
    ? ["must be one exact subject: wildcards and variables have no meaning here"]
    : [];
}

const CHARACTERS = "letters, digits, spaces or _ . : / = + - @";

/** The key of a tag. */
export function tagKey(key: string): readonly string[] {
  if (/^aws:/i.test(key)) {
    return ["must not begin with aws:, which AWS keeps for itself"];
  }
  const most = IAM_LIMITS.tagKeyCharacters;
  return tagText(1, most).test(key) ? [] : [`must be 1 to ${most} ${CHARACTERS}`];
}

/** The value of a tag. */
export function tagValue(value: string): readonly string[] {
  const most = IAM_LIMITS.tagValueCharacters;
  return tagText(0, most).test(value) ? [] : [`must be at most ${most} ${CHARACTERS}`];
}

function tagText(least: number, most: number): RegExp {
  return new RegExp(`^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{${least},${most}}$`, "u");
}

/** What is wrong with the keys of a map of tags together. The map must be one. */
export const inTagKeys: FindProblems = (path, tags) => {
  const keys = Object.keys(tags as object);
  if (keys.length > IAM_LIMITS.tagsPerResource) {
    return [{ path, reason: `must be at most ${IAM_LIMITS.tagsPerResource} tags, are ${keys.length}` }];
  }
  const folded = keys.map((key) => key.toLowerCase());
  return keys
    .filter((_, index) => folded.indexOf(folded[index] ?? "") !== index)
    .map((key) => ({
      path: memberPath(path, key),
      reason: "is there twice: the case of a tag's key does not count in IAM",
    }));
};

/** The account's quota for the length of trust policies, in characters: 2048 unless AWS raised it, at most 4096. */
export function trustPolicyQuota(characters: number): readonly string[] {
  const { trustPolicyCharacters: least, raisedTrustPolicyCharacters: most } = IAM_LIMITS;
  return Number.isInteger(characters) && characters >= least && characters <= most
    ? []
    : [`must be a whole number of characters from ${least} to ${most}`];
}
