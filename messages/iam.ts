import { Catalog, entry } from "./catalog";

/** What is wrong with values for AWS: ARNs, roles, providers, policies, buckets, tags, and networks. */
export const IAM = new Catalog("AWS values", {
  "iam-arn-invalid": entry({
    text: (examples: string) => `invalid ARN. Expected one without wildcards, such as ${examples}`,
    sample: ["arn:aws:iam::111122223333:policy/…"],
    cause: "The value is not the ARN of one IAM resource of this type. IAM refuses a wildcard here.",
    fix: "Copy the ARN from the IAM console, or list the ARNs: `aws iam list-policies`, `aws iam list-roles`, or `aws iam list-open-id-connect-providers`.",
  }),
  "aws-partition-invalid": entry({
    text: () => "invalid AWS partition. Expected one such as aws, aws-cn, or aws-us-gov",
    sample: [],
    cause: "The partition is the second part of an ARN. It is not a region.",
    fix: "Omit the argument to use the partition of the AWS provider.",
  }),
  "aws-region-invalid": entry({
    text: () => "invalid AWS region. Expected a region code such as eu-west-1",
    sample: [],
    cause:
      "The value is not the code of an AWS region. A display name or an availability zone does not work.",
    fix: "Use a code from `aws ec2 describe-regions --query Regions[].RegionName`.",
  }),
  "issuer-invalid": entry({
    text: (expected: string) => `invalid issuer. Expected ${expected}`,
    sample: ["an https:// URL without query or fragment"],
    cause: "IAM accepts only such URLs for OpenID Connect providers.",
    fix: "Use the `iss` claim of a token. On the VM, `azure-to-aws-credentials --diagnose` prints it.",
  }),
  "issuer-not-of-tokens": entry({
    text: (expected: string, tokens: string) =>
      `does not match the iss claim of ${tokens}. Expected ${JSON.stringify(expected)}`,
    sample: ["https://sts.windows.net/0a1b2c3d-0000-4000-8000-0123456789ab/", "Entra's v1.0 tokens"],
    cause: "AWS compares the issuer with the `iss` claim character by character. A trailing slash counts.",
    fix: "Use the expected URL. The version of the tokens decides which of Entra's two issuers is right.",
  }),
  "audience-invalid": entry({
    text: (reason: string) => `invalid audience: it ${reason}`,
    sample: ["must not end with a slash: Entra leaves it away from the tokens' aud or refuses it"],
    cause: "Entra, IAM, or the AWS config file cannot hold this audience.",
    fix: "Change the application ID URI, or omit `audience` to use the default.",
  }),
  "audience-not-ascii": entry({
    text: () => "invalid audience. Expected printable ASCII characters only",
    sample: [],
    cause:
      "An AWS config file and an HTTP query carry the audience, and neither is safe for other characters.",
    fix: "Use an application ID URI of ASCII characters.",
  }),
  "subject-invalid": entry({
    text: () => "invalid subject. Expected a value without whitespace",
    sample: [],
    cause: "A subject is the `sub` claim of a token, which contains no whitespace.",
    fix: "Print the object ID of a managed identity: `az identity show --ids ID --query principalId`.",
  }),
  "subject-with-wildcard": entry({
    text: () => "invalid subject. Expected one exact value: wildcards and variables have no meaning here",
    sample: [],
    cause:
      "The role compares the subject as a whole. A wildcard would never match, and it must not match many.",
    fix: "List each subject. For a managed identity, it is the object ID.",
  }),
  "entra-subject-invalid": entry({
    text: (reason: string) => `invalid subject: it ${reason}`,
    sample: [
      "must be the object ID (principal ID) of an identity, such as 0a1b2c3d-0000-4000-8000-0123456789ab",
    ],
    cause: "In tokens of Entra, the subject of an identity is its object ID, in lower case.",
    fix: "Print it: `az identity show --ids ID --query principalId --output tsv`.",
  }),
  "bucket-arn": entry({
    text: () => "must be the name of a bucket, not its ARN",
    sample: [],
    cause: "The permission is written for a bucket name. The component makes the ARN in the right partition.",
    fix: "Omit `arn:aws:s3:::` and what follows a slash.",
  }),
  "bucket-name-invalid": entry({
    text: () =>
      "invalid bucket name. Expected 3 to 63 lower-case letters, digits, hyphens, and single dots, starting and ending with a letter or digit",
    sample: [],
    cause:
      "S3 has no such bucket. A wildcard is refused, so a permission covers only the buckets of the list.",
    fix: "List your buckets: `aws s3 ls`.",
  }),
  "bucket-name-address": entry({
    text: () => "invalid bucket name: it must not look like an IP address",
    sample: [],
    cause: "S3 does not allow bucket names that look like IP addresses.",
    fix: "Use the name of the bucket. List your buckets: `aws s3 ls`.",
  }),
  "role-name-invalid": entry({
    text: (most: number) =>
      `invalid role name. Expected 1 to ${most} letters, digits, or _ + = , . @ -, without a path`,
    sample: [64],
    cause: "IAM refuses other characters and longer names. The path of a role is a separate argument.",
    fix: "Shorten the name, and move the path to the argument for it.",
  }),
  "role-path-invalid": entry({
    text: (most: number) =>
      `invalid role path. Expected at most ${most} printable ASCII characters that start and end with a slash, such as /federated/`,
    sample: [512],
    cause: "IAM accepts only such paths.",
    fix: "Add the slashes, or omit the argument for `/`.",
  }),
  "role-description-characters": entry({
    text: () => "invalid description: IAM refuses control characters and characters beyond U+00FF",
    sample: [],
    cause:
      "The description contains a character that IAM does not store, such as an emoji or a typographic dash.",
    fix: "Remove the character.",
  }),
  "tag-key-reserved": entry({
    text: () => "invalid tag key: AWS reserves keys that start with aws:",
    sample: [],
    cause: "Only AWS can set tags with this prefix.",
    fix: "Use another key.",
  }),
  "tag-key-invalid": entry({
    text: (most: number) =>
      `invalid tag key. Expected 1 to ${most} letters, digits, spaces, or _ . : / = + - @`,
    sample: [128],
    cause: "IAM refuses other characters and longer keys.",
    fix: "Use another key.",
  }),
  "tag-value-invalid": entry({
    text: (most: number) =>
      `invalid tag value. Expected at most ${most} letters, digits, spaces, or _ . : / = + - @`,
    sample: [256],
    cause: "IAM refuses other characters and longer values.",
    fix: "Change the value.",
  }),
  "tag-key-repeated": entry({
    text: () => "this tag key appears twice: IAM ignores the case of keys",
    next: () => "Remove one of them",
    sample: [],
    cause: "Two keys differ only in case, and IAM stores one of them.",
    fix: "Remove one of the two.",
  }),
  "ip-range-invalid": entry({
    text: (examples: string) => `invalid address. Expected an IP address or network, such as ${examples}`,
    sample: ["203.0.113.7 or 203.0.113.0/24"],
    cause: "The value is neither an IP address nor a network in CIDR notation.",
    fix: "Use IPv4 or IPv6 addresses. To see your own public address: `curl https://checkip.amazonaws.com`.",
  }),
  "source-ip-everyone": entry({
    text: () => "would allow every address; omit it if that is what you want",
    sample: [],
    cause: "A prefix length of 0 matches every address, so the condition would have no effect.",
    fix: "List the public addresses of your workloads, or omit `allowedSourceIps`.",
  }),
  "source-ip-private": entry({
    text: () =>
      "is a private network. Expected the public addresses from which requests leave, which AWS sees",
    sample: [],
    cause: "`aws:SourceIp` is the address after every translation, such as that of a NAT gateway.",
    fix: "Use the output `egressAddress`, or the public address of your firewall.",
  }),
  "condition-invalid": entry({
    text: (reason: string) => `invalid condition: it ${reason}`,
    sample: ["must be a list of at least one value"],
    cause: "The condition is not valid in IAM, or it would not narrow the trust policy.",
    fix: 'Use an operator, a condition key, and a list of values: `{ IpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } }`.',
  }),
  "policy-document-not-json": entry({
    text: () => "must be a policy document as JSON text",
    sample: [],
    cause: "The value cannot be parsed as JSON.",
    fix: "Use `JSON.stringify(…)` or `aws.iam.getPolicyDocument(…).json`.",
  }),
  "policy-document-without-statement": entry({
    text: () => "invalid policy document. Expected at least one Statement",
    sample: [],
    cause: "A policy without a statement grants nothing, and IAM refuses it.",
    fix: "Add a `Statement`, or omit the policy.",
  }),
  "policy-document-member": entry({
    text: (where: string, nearest: string | undefined, known: readonly string[]) =>
      nearest === undefined
        ? `unknown member${where}. Expected only ${known.join(", ")}`
        : `misspelled member${where}. Expected ${nearest}`,
    sample: [" in Statement[0]", "Action", ["Sid", "Effect", "Action"]],
    cause:
      "IAM refuses a policy with a member that its grammar does not know. The message does not show the member, because a policy may be secret.",
    fix: "Correct the spelling. Case counts.",
  }),
  "policy-document-version": entry({
    text: () => 'unknown Version. Expected "2012-10-17"',
    sample: [],
    cause: "The version is that of the policy language, not that of your policy.",
    fix: 'Set `"Version": "2012-10-17"`.',
  }),
  "policy-document-sid-repeated": entry({
    text: () => "a Sid appears twice. Expected each Sid once",
    sample: [],
    cause: "IAM refuses a policy in which two statements have the same `Sid`.",
    fix: "Rename or remove one `Sid`.",
  }),
  "policy-document-sid": entry({
    text: (path: string) => `invalid Sid in ${path}. Expected letters and digits only`,
    sample: ["Statement[0]"],
    cause: "IAM allows only letters and digits in the `Sid` of a policy of a role.",
    fix: "Remove spaces, hyphens, and underscores from the `Sid`.",
  }),
  "policy-document-effect": entry({
    text: (path: string) => `invalid Effect in ${path}. Expected "Allow" or "Deny"`,
    sample: ["Statement[0]"],
    cause: "Each statement needs an `Effect`. Case counts.",
    fix: 'Set `"Effect": "Allow"` or `"Effect": "Deny"`.',
  }),
  "policy-document-list": entry({
    text: (path: string, name: string) =>
      `invalid statement in ${path}. Expected a string or a list of strings as either ${name} or Not${name}`,
    sample: ["Statement[0]", "Action"],
    cause: "A statement needs exactly one of the two members, with at least one value.",
    fix: "Set one of the two members, and remove the other.",
  }),
  "policy-document-condition": entry({
    text: (path: string) => `invalid Condition in ${path}. Expected an object`,
    sample: ["Statement[0]"],
    cause: "A condition is an object: operator, condition key, values.",
    fix: 'Write it as `{ "StringEquals": { "aws:PrincipalTag/team": "orders" } }`.',
  }),
});
