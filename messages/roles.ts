import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with IAM roles, their policies, and IAM OpenID Connect providers. */
export const ROLES = new Catalog("IAM roles and OpenID Connect providers", {
  "permissions-empty": entry({
    text: () => "grants nothing. Expected readBuckets, inlinePolicies, or managedPolicyArns",
    sample: [],
    cause: "A role without a policy is useless, so this is usually a missing setting.",
    fix: "Set at least one of the three.",
  }),
  "inline-policies-too-long": entry({
    text: (length: number, most: number, _how: string) =>
      `the role's inline policies would have ${length} characters, including the one of suspended. IAM allows ${most}`,
    next: (_length: number, _most: number, how: string) => how,
    sample: [10500, 10240, "Move some to managedPolicyArns"],
    cause:
      "IAM limits the inline policies of a role together. Whitespace and values that are still unknown do not count.",
    fix: "Create managed policies, and attach them with `managedPolicyArns`.",
  }),
  "managed-policies-too-many": entry({
    text: (count: number, most: number, usual: number) =>
      `too many managed policies. Expected at most ${most} (${usual} unless AWS raised the account's quota); got ${count}`,
    next: () => "Merge several into one",
    sample: [26, 25, 20],
    cause: "IAM limits how many managed policies a role can have.",
    fix: "Merge policies, or ask for a higher quota in Service Quotas.",
  }),
  "policy-attached-twice": entry({
    text: (other: string, arn: string) =>
      `the same policy as ${other}. Expected another policy; got ${json(arn)}`,
    next: () => "Remove one of the two",
    sample: ["managedPolicyArns.read", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    cause: "A policy can be attached to a role once. Removing one entry would detach the other too.",
    fix: "Remove one of the two entries.",
  }),
  "policy-of-other-account": entry({
    text: (partition: string, account: string, arn: string) =>
      `the policy belongs to another account or partition. Expected a policy of AWS in ${partition}, or of the role's account ${account}; got ${json(arn)}`,
    sample: ["aws", "111122223333", "arn:aws:iam::444455556666:policy/orders"],
    cause: "IAM attaches only AWS managed policies of the same partition and policies of the same account.",
    fix: 'List the policies of the account: `aws iam list-policies --scope Local --query "Policies[].Arn"`.',
  }),
  "policy-attached-already": entry({
    text: (path: string, role: string, arn: string) =>
      `${path}: role ${role} already has policy ${arn}. If this stack attached it under another name, Pulumi detaches it at the end of this update`,
    next: () => "Keep the old name, or run pulumi up --refresh afterwards",
    sample: ["permissions.managedPolicyArns.read", "orders-role", "arn:aws:iam::aws:policy/ReadOnlyAccess"],
    cause:
      "The entry was renamed, an earlier update was interrupted, or someone attached the policy by hand.",
    fix: "Keep the old name, or remove the old entry in an earlier update. If it happened, `pulumi up --refresh` attaches the policy again.",
  }),
  "trust-policy-too-long": entry({
    text: (size: number, quota: number, _how: string) =>
      `the trust policy would have ${size} characters. The quota is ${quota}`,
    next: (_size: number, _quota: number, how: string) => how,
    sample: [
      2300,
      2048,
      "Spread the subjects over several roles, or have AWS raise the quota and set azure-to-aws-federation:trustPolicyQuota",
    ],
    cause: "IAM limits the length of a trust policy: 2048 characters, or up to 4096 if AWS raises the quota.",
    fix: 'Follow the message. Ask for a higher quota in Service Quotas, under IAM, "Role trust policy length".',
  }),
  "provider-of-other-issuer": entry({
    text: (expected: string, arn: string) =>
      `the provider belongs to another issuer. Expected an ARN that ends in oidc-provider/${expected}; got ${json(arn)}`,
    sample: ["sts.windows.net/0a1b2c3d/", "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/0a1b2c3d"],
    cause:
      "The ARN of a provider contains its URL. Here it is that of another tenant, another token version, or another spelling.",
    fix: "List the providers: `aws iam list-open-id-connect-providers`. Without one for this issuer, omit `oidcProviderArn` to create it.",
  }),
  "dynamic-reference": entry({
    text: (beginning: string) =>
      `must not contain ${beginning}, which CloudFormation replaces with a value from elsewhere. Write the value itself`,
    sample: ["{{resolve:"],
    cause: "Anyone who may change the referenced value would decide what the template says.",
    fix: "Write the value itself.",
  }),
  "stack-set-template-failed": entry({
    text: () => "cannot render the template of the StackSet",
    sample: [],
    cause:
      "At least one argument of `renderStackSetTemplate` is invalid. The lines below the message name them.",
    fix: "Fix each argument by its own code.",
  }),
  "suspended-outside-pulumi": entry({
    text: (role: string) =>
      `someone suspended role ${role} outside Pulumi, or an earlier update that lifted the suspension failed. To keep it suspended, set suspended: true. To open it, run: npx --no -- azure-to-aws resume ${role}`,
    next: () => "After a failed update, run: pulumi up --refresh",
    sample: ["orders-app"],
    cause:
      "The role in AWS is suspended, and the program would open it. During an incident, that must not happen by accident.",
    fix: "Decide: set `suspended: true`, or run `npx --no -- azure-to-aws resume ROLE` and then `pulumi up --refresh`.",
  }),
  "role-suspended-in-aws": entry({
    text: () => "the program does not suspend this role, but in AWS it is suspended",
    sample: [],
    cause: "Someone suspended the role with `azure-to-aws suspend`.",
    fix: "Set `suspended: true`, or run `npx --no -- azure-to-aws resume ROLE`.",
  }),
  "suspension-transformed-away": entry({
    text: () => "the role stays open: a transform of the program removes the suspension",
    sample: [],
    cause: "A resource transform of the program replaces the trust policy of the role.",
    fix: "Let the transform keep the `Deny` statement of the trust policy.",
  }),
  "client-ids-too-many": entry({
    text: (count: number, most: number, _how: string) =>
      `the OpenID Connect provider would have ${count} client IDs. IAM allows ${most}`,
    next: (_count: number, _most: number, how: string) => how,
    sample: [101, 100, "Remove audiences that no role of the account trusts"],
    cause: "IAM limits the client IDs of a provider. With v2 tokens, each workload needs one.",
    fix: "Remove audiences that no role trusts, spread workloads over several accounts, or use v1 tokens.",
  }),
  "provider-unreadable": entry({
    text: (arn: string, said: string) =>
      `cannot read OpenID Connect provider ${json(arn)} (provider error: ${said})`,
    next: () =>
      "Omit the argument to create one, or list the existing ones: aws iam list-open-id-connect-providers",
    sample: ["arn:aws:iam::111122223333:oidc-provider/sts.windows.net/0a1b2c3d/", "NoSuchEntity"],
    cause: "The provider does not exist in the account, or the login may not read it.",
    fix: "Run `aws iam list-open-id-connect-providers`, or omit `oidcProviderArn`.",
  }),
  "provider-audience-not-planned": entry({
    text: (audience: string) =>
      `the provider, which this program creates, does not list the audience ${json(audience)}, so AWS would refuse every token for it`,
    next: () => "Add it to additionalAudiences of that component",
    sample: ["api://0a1b2c3d/orders"],
    cause: "AWS accepts a token only if the provider lists its audience.",
    fix: "Add the audience to `additionalAudiences` of the component that creates the provider.",
  }),
  "provider-audience-missing": entry({
    text: (audience: string, _command: string) =>
      `the provider does not list the audience ${json(audience)}, so AWS would refuse every token for it. Its owner adds it to additionalAudiences`,
    next: (_audience: string, command: string) => `Without this package: ${command}`,
    sample: [
      "api://0a1b2c3d/orders",
      "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ARN --client-id api://0a1b2c3d/orders",
    ],
    cause: "AWS accepts a token only if the provider lists its audience. Someone else owns this provider.",
    fix: "Ask the owner to add the audience: in `additionalAudiences` if this package created the provider, otherwise with `aws iam add-client-id-to-open-id-connect-provider`.",
  }),
  "provider-exists": entry({
    text: (component: string, url: string, arn: string) =>
      `${component}: the account already has an OpenID Connect provider for ${url}, and can have only one. To use it, set oidcProviderArn to ${json(arn)}`,
    next: () => "If this stack owned it by another name, add an alias",
    sample: [
      'AwsOidcProvider "orders"',
      "https://sts.windows.net/0a1b2c3d/",
      "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/0a1b2c3d/",
    ],
    cause: "An account can have one provider per URL, and all federations of a tenant share it.",
    fix: "Set `oidcProviderArn`, add an alias, or import the provider: `pulumi import aws:iam/openIdConnectProvider:OpenIdConnectProvider NAME ARN`.",
  }),
  "provider-created-twice": entry({
    text: (component: string, first: string, url: string) =>
      `${component}: ${first} already creates the account's one IAM OpenID Connect provider for ${url} in this program`,
    next: () =>
      "Set oidcProviderArn to its output oidcProviderArn, and add the audience to its additionalAudiences",
    sample: ['AwsOidcProvider "orders"', 'AwsOidcProvider "batch"', "https://sts.windows.net/0a1b2c3d/"],
    cause: "An account can have one provider per URL, and two components of the program create it.",
    fix: "Create it in one component, and pass its ARN to the other.",
  }),
  "provider-not-checked": entry({
    text: (url: string, said: string) =>
      `could not check whether the account already has an OpenID Connect provider for ${url}. If it has one, the update fails (provider error: ${said})`,
    sample: ["https://sts.windows.net/0a1b2c3d/", "AccessDenied"],
    cause: "The deployer may not read OpenID Connect providers.",
    fix: "Allow `iam:GetOpenIDConnectProvider` and `iam:ListOpenIDConnectProviders`, see [permissions](permissions.md).",
  }),
  "provider-lists-others": entry({
    text: (arn: string, which: string) => `${arn} lists client IDs that this program does not: ${which}`,
    next: () => "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
    sample: ["arn:aws:iam::111122223333:oidc-provider/sts.windows.net/0a1b2c3d/", "api://old"],
    cause: "Someone added a client ID outside this program, or an update that removed it failed.",
    fix: "Add it to `additionalAudiences`, or run `pulumi up --refresh` to remove it.",
  }),
  "provider-removal-failed": entry({
    text: (arn: string, which: string) =>
      `an earlier update failed: ${arn} lists client IDs that this program does not: ${which}`,
    next: () => "To keep one, add it to additionalAudiences. To remove it, run: pulumi up --refresh",
    sample: ["arn:aws:iam::111122223333:oidc-provider/sts.windows.net/0a1b2c3d/", "api://old"],
    cause: "Pulumi recorded the removal of a client ID as done, although AWS refused it.",
    fix: "Run `pulumi up --refresh`, which removes it, or add it to `additionalAudiences`.",
  }),
});
