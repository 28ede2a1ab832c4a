import { Catalog, entry } from "./catalog";

/** What is wrong with values for AWS: ARNs, roles, providers, policies, buckets, tags, and networks. */
export const IAM = new Catalog({
  "iam-arn-invalid": entry({
    text: (examples: string) => `invalid ARN. Expected one without wildcards, such as ${examples}`,
  }),
  "aws-partition-invalid": entry({
    text: () => "invalid AWS partition. Expected one such as aws, aws-cn, or aws-us-gov",
  }),
  "aws-region-invalid": entry({
    text: () => "invalid AWS region. Expected a region code such as eu-west-1",
  }),
  "issuer-invalid": entry({
    text: (expected: string) => `invalid issuer. Expected ${expected}`,
  }),
  "issuer-not-of-tokens": entry({
    text: (expected: string, tokens: string) =>
      `does not match the iss claim of ${tokens}. Expected ${JSON.stringify(expected)}`,
  }),
  "audience-invalid": entry({
    text: (reason: string) => `invalid audience: it ${reason}`,
  }),
  "audience-not-ascii": entry({
    text: () => "invalid audience. Expected printable ASCII characters only",
  }),
  "subject-invalid": entry({
    text: () => "invalid subject. Expected a value without whitespace",
  }),
  "subject-with-wildcard": entry({
    text: () => "invalid subject. Expected one exact value: wildcards and variables have no meaning here",
  }),
  "entra-subject-invalid": entry({
    text: (reason: string) => `invalid subject: it ${reason}`,
  }),
  "bucket-arn": entry({
    text: () => "must be the name of a bucket, not its ARN",
  }),
  "bucket-name-invalid": entry({
    text: () =>
      "invalid bucket name. Expected 3 to 63 lower-case letters, digits, hyphens, and single dots, starting and ending with a letter or digit",
  }),
  "bucket-name-address": entry({
    text: () => "invalid bucket name: it must not look like an IP address",
  }),
  "role-name-invalid": entry({
    text: (most: number) =>
      `invalid role name. Expected 1 to ${most} letters, digits, or _ + = , . @ -, without a path`,
  }),
  "role-path-invalid": entry({
    text: (most: number) =>
      `invalid role path. Expected at most ${most} printable ASCII characters that start and end with a slash, such as /federated/`,
  }),
  "role-description-characters": entry({
    text: () => "invalid description: IAM refuses control characters and characters beyond U+00FF",
  }),
  "tag-key-reserved": entry({
    text: () => "invalid tag key: AWS reserves keys that start with aws:",
  }),
  "tag-key-invalid": entry({
    text: (most: number) =>
      `invalid tag key. Expected 1 to ${most} letters, digits, spaces, or _ . : / = + - @`,
  }),
  "tag-value-invalid": entry({
    text: (most: number) =>
      `invalid tag value. Expected at most ${most} letters, digits, spaces, or _ . : / = + - @`,
  }),
  "tag-key-repeated": entry({
    text: () => "this tag key appears twice: IAM ignores the case of keys",
    next: () => "Remove one of them",
  }),
  "ip-range-invalid": entry({
    text: (examples: string) => `invalid address. Expected an IP address or network, such as ${examples}`,
  }),
  "source-ip-everyone": entry({
    text: () => "would allow every address; omit it if that is what you want",
  }),
  "source-ip-private": entry({
    text: () =>
      "is a private network. Expected the public addresses from which requests leave, which AWS sees",
  }),
  "condition-invalid": entry({
    text: (reason: string) => `invalid condition: it ${reason}`,
  }),
  "policy-document-not-json": entry({
    text: () => "must be a policy document as JSON text",
  }),
  "policy-document-without-statement": entry({
    text: () => "invalid policy document. Expected at least one Statement",
  }),
  "policy-document-member": entry({
    text: (where: string, nearest: string | undefined, known: readonly string[]) =>
      nearest === undefined
        ? `unknown member${where}. Expected only ${known.join(", ")}`
        : `misspelled member${where}. Expected ${nearest}`,
  }),
  "policy-document-version": entry({
    text: () => 'unknown Version. Expected "2012-10-17"',
  }),
  "policy-document-sid-repeated": entry({
    text: () => "a Sid appears twice. Expected each Sid once",
  }),
  "policy-document-sid": entry({
    text: (path: string) => `invalid Sid in ${path}. Expected letters and digits only`,
  }),
  "policy-document-effect": entry({
    text: (path: string) => `invalid Effect in ${path}. Expected "Allow" or "Deny"`,
  }),
  "policy-document-list": entry({
    text: (path: string, name: string) =>
      `invalid statement in ${path}. Expected a string or a list of strings as either ${name} or Not${name}`,
  }),
  "policy-document-condition": entry({
    text: (path: string) => `invalid Condition in ${path}. Expected an object`,
  }),
});
