import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with IAM roles, their policies, and IAM OpenID Connect providers. */
export const ROLES = new Catalog({
  "permissions-empty": entry({
    text: () => "grants nothing. Expected readBuckets, inlinePolicies, or managedPolicyArns",
  }),
  "inline-policies-too-long": entry({
    text: (length: number, most: number, _how: string) =>
      `the role's inline policies would have ${length} characters, including the one of suspended. IAM allows ${most}`,
    next: (_length: number, _most: number, how: string) => how,
  }),
  "managed-policies-too-many": entry({
    text: (count: number, most: number, usual: number) =>
      `too many managed policies. Expected at most ${most} (${usual} unless AWS raised the account's quota); got ${count}`,
    next: () => "Merge several into one",
  }),
  "policy-attached-twice": entry({
    text: (other: string, arn: string) =>
      `the same policy as ${other}. Expected another policy; got ${json(arn)}`,
    next: () => "Remove one of the two",
  }),
  "policy-of-other-account": entry({
    text: (partition: string, account: string, arn: string) =>
      `the policy belongs to another account or partition. Expected a policy of AWS in ${partition}, or of the role's account ${account}; got ${json(arn)}`,
  }),
  "policy-attached-already": entry({
    text: (path: string, role: string, arn: string) =>
      `${path}: role ${role} already has policy ${arn}. If this stack attached it under another name, Pulumi detaches it at the end of this update`,
    next: () => "Keep the old name, or run pulumi up --refresh afterwards",
  }),
  "trust-policy-too-long": entry({
    text: (size: number, quota: number, _how: string) =>
      `the trust policy would have ${size} characters. The quota is ${quota}`,
    next: (_size: number, _quota: number, how: string) => how,
  }),
  "provider-of-other-issuer": entry({
    text: (expected: string, arn: string) =>
      `the provider belongs to another issuer. Expected an ARN that ends in oidc-provider/${expected}; got ${json(arn)}`,
  }),
  "dynamic-reference": entry({
    text: (beginning: string) =>
      `must not contain ${beginning}, which CloudFormation replaces with a value from elsewhere. Write the value itself`,
  }),
  "stack-set-template-failed": entry({
    text: () => "cannot render the template of the StackSet",
  }),
  "suspended-outside-pulumi": entry({
    text: (role: string) =>
      `someone suspended role ${role} outside Pulumi, or an earlier update that lifted the suspension failed. To keep it suspended, set suspended: true. To open it, run: npx --no -- azure-to-aws resume ${role}`,
    next: () => "After a failed update, run: pulumi up --refresh",
  }),
  "role-suspended-in-aws": entry({
    text: () => "the program does not suspend this role, but in AWS it is suspended",
  }),
  "suspension-transformed-away": entry({
    text: () => "the role stays open: a transform of the program removes the suspension",
  }),
  "client-ids-too-many": entry({
    text: (count: number, most: number, _how: string) =>
      `the OpenID Connect provider would have ${count} client IDs. IAM allows ${most}`,
    next: (_count: number, _most: number, how: string) => how,
  }),
  "provider-unreadable": entry({
    text: (arn: string, said: string) =>
      `cannot read OpenID Connect provider ${json(arn)} (provider error: ${said})`,
    next: () =>
      "Omit the argument to create one, or list the existing ones: aws iam list-open-id-connect-providers",
  }),
  "provider-audience-not-planned": entry({
    text: (audience: string) =>
      `the provider, which this program creates, does not list the audience ${json(audience)}, so AWS would refuse every token for it`,
    next: () => "Add it to additionalAudiences of that component",
  }),
  "provider-audience-missing": entry({
    text: (audience: string, _command: string) =>
      `the provider does not list the audience ${json(audience)}, so AWS would refuse every token for it. Its owner adds it to additionalAudiences`,
    next: (_audience: string, command: string) => `Without this package: ${command}`,
  }),
  "provider-exists": entry({
    text: (component: string, url: string, arn: string) =>
      `${component}: the account already has an OpenID Connect provider for ${url}, and can have only one. To use it, set oidcProviderArn to ${json(arn)}`,
    next: () => "If this stack owned it by another name, add an alias",
  }),
  "provider-created-twice": entry({
    text: (component: string, first: string, url: string) =>
      `${component}: ${first} already creates the account's one IAM OpenID Connect provider for ${url} in this program`,
    next: () =>
      "Set oidcProviderArn to its output oidcProviderArn, and add the audience to its additionalAudiences",
  }),
  "provider-not-checked": entry({
    text: (url: string, said: string) =>
      `could not check whether the account already has an OpenID Connect provider for ${url}. If it has one, the update fails (provider error: ${said})`,
  }),
  "provider-lists-others": entry({
    text: (arn: string, which: string) => `${arn} lists client IDs that this program does not: ${which}`,
    next: () => "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
  }),
  "provider-removal-failed": entry({
    text: (arn: string, which: string) =>
      `an earlier update failed: ${arn} lists client IDs that this program does not: ${which}`,
    next: () => "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
  }),
});
