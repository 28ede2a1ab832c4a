import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with IAM roles, their policies, and IAM OpenID Connect providers. */
export const ROLES = new Catalog({
  "permissions-empty": entry({
    text: () => "grants nothing. Expected readBuckets, inlinePolicies, or managedPolicyArns",
  }),
  "provider-of-other-issuer": entry({
    text: (expected: string, arn: string) =>
      `the provider belongs to another issuer. Expected an ARN that ends in oidc-provider/${expected}; got ${json(arn)}`,
  }),
});
