import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

const SHOW_IDENTITY = "az identity show --name NAME --resource-group GROUP --query";

/** A problem of an OpenID Connect provider. */
function ofProvider(provider: string, found: string, expected: string, given: unknown): string {
  return `OpenID Connect provider ${provider}: ${found}. Expected ${expected}; got ${quoted(given)}.`;
}

/** Findings of the policy pack's rules but those on trust policies, which `judge` reports too. */
export const POLICY_RULES = new Catalog("Findings of the policy pack", {
  "federated-role-pins-nothing": entry({
    text: (role: string, argument: string, found: string, key: string, claim: string) =>
      `FederatedRole ${role}: nothing would pin ${key}, because ${argument} has ${found}. Expected one or more exact values, for "Condition": {"StringEquals": {${quoted(key)}: "<${claim}>"}}.`,
    sample: ["app", "subjects", "no value", "sts.windows.net/<tenant ID>/:sub", "subject"],
    cause:
      "The component compares values character by character. An empty list, an empty value, a wildcard, or a policy variable pins nothing.",
    fix: `Pass exact values. The subject of a managed identity is its principal ID: \`${SHOW_IDENTITY} principalId\`.`,
  }),
  "federated-role-names-other-provider": entry({
    text: (role: string, arn: string, issuer: string) =>
      `FederatedRole ${role}: nobody can assume the role as written. Expected the ARN of the provider whose URL is the issuer ${quoted(issuer)}; got ${quoted(arn)}.`,
    sample: [
      "app",
      "arn:aws:iam::111122223333:oidc-provider/sts.windows.net/<tenant ID>",
      "https://sts.windows.net/<tenant ID>/",
    ],
    cause: "`oidcProviderArn` and `issuer` name two providers. Often a slash at the end differs.",
    fix: "Pass the ARN of the provider with exactly this URL: `aws iam list-open-id-connect-providers`.",
  }),
  "trust-depends-on-cloudformation": entry({
    text: (role: string, parts: string) =>
      `Role ${role}: who can assume it depends on ${parts}, which only CloudFormation resolves. Expected values in the template, or in the parameters that the stack sets.`,
    sample: ["Reader in app", "Fn::ImportValue subject"],
    cause:
      "The audience or the subject comes from an import, a dynamic reference, or another stack. No preview and no update shows it.",
    fix: "Write the value into the template, or pass it as a parameter of the stack.",
  }),
  "template-unreadable": entry({
    text: (resource: string, problem: string) =>
      `${resource} has ${problem}. Expected a template that CloudFormation accepts: the roles in it cannot be judged.`,
    sample: ["network", "a template that is not valid YAML"],
    cause: "The template cannot be read, so an open role could be in it.",
    fix: "Correct the template, and check it: `aws cloudformation validate-template --template-body file://template.yaml`.",
  }),
  "oidc-provider-url-missing": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "the URL is not a string", "the issuer's https URL", given),
    sample: ["entra", 1],
    cause: "The provider has no URL, or one that is not a string.",
    fix: "Pass the issuer's URL, such as `https://sts.windows.net/<tenant ID>/`.",
  }),
  "oidc-provider-url-invalid": entry({
    text: (provider: string, found: string, expected: string, url: string) =>
      ofProvider(provider, found, expected, url),
    sample: ["entra", "the URL has a port or a user", "a URL without either", "https://example.com:8443"],
    cause: "IAM refuses such a URL, or no token has such an issuer.",
    fix: "Pass the issuer's URL as it is in the `iss` claim of a token.",
  }),
  "oidc-provider-url-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "the URL has too many characters", `at most ${most}`, length),
    sample: ["entra", 255, 300],
    cause: "IAM refuses URLs of more than 255 characters.",
    fix: "Pass the issuer's URL as it is in the `iss` claim of a token.",
  }),
  "oidc-provider-url-differs": entry({
    text: (provider: string, expected: string, url: string) =>
      ofProvider(provider, "the URL is not the iss of the tokens", expected, url),
    sample: ["entra", "https://sts.windows.net/<tenant ID>/", "https://sts.windows.net/<tenant ID>"],
    cause: "AWS compares the URL with the `iss` claim character by character. A slash at the end counts.",
    fix: "Create the provider with the expected URL. IAM cannot change the URL of a provider.",
  }),
  "oidc-provider-url-every-tenant": entry({
    text: (provider: string, url: string) =>
      ofProvider(provider, "the URL is for every tenant", "the URL with the ID of one tenant", url),
    sample: ["entra", "https://login.microsoftonline.com/common/v2.0"],
    cause: "`common`, `organizations`, and `consumers` are not issuers: each token has the ID of one tenant.",
    fix: "Use the tenant's ID: `az account show --query tenantId`.",
  }),
  "oidc-provider-client-ids-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "the number of client IDs is not valid", `1 to ${most}`, count),
    sample: ["entra", 100, 0],
    cause: "A provider without a client ID accepts no token, and IAM accepts at most 100.",
    fix: "List each audience that the tokens carry as a client ID.",
  }),
  "oidc-provider-client-id-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(
        provider,
        "a client ID is empty or not a string",
        "the audience that the tokens carry",
        given,
      ),
    sample: ["entra", " "],
    cause: "No token has such an audience.",
    fix: "Pass the application ID URI, or for tokens of version 2 the client ID of the identity.",
  }),
  "oidc-provider-client-id-wildcard": entry({
    text: (provider: string, id: string) =>
      ofProvider(provider, "a client ID has a wildcard, which is literal there", "the exact audience", id),
    sample: ["entra", "api://*"],
    cause: "IAM compares client IDs character by character, so the wildcard matches nothing.",
    fix: "List each audience as it is in the `aud` claim of the tokens.",
  }),
  "oidc-provider-client-id-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "a client ID has too many characters", `at most ${most}`, length),
    sample: ["entra", 255, 300],
    cause: "IAM refuses client IDs of more than 255 characters.",
    fix: "Use a shorter application ID URI.",
  }),
  "oidc-provider-client-id-repeated": entry({
    text: (provider: string, id: unknown) =>
      ofProvider(provider, "a client ID is repeated", "each client ID once", id),
    sample: ["entra", "api://orders"],
    cause: "The list of client IDs has the same value twice.",
    fix: "Remove one of the two.",
  }),
  "oidc-provider-thumbprints-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "too many thumbprints", `at most ${most}, or none`, count),
    sample: ["entra", 5, 6],
    cause: "IAM accepts at most five thumbprints per provider.",
    fix: "Omit the thumbprints. AWS verifies the certificates of public authorities itself.",
  }),
  "oidc-provider-thumbprint-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "a thumbprint is not valid", "40 hexadecimal digits, or no thumbprints", given),
    sample: ["entra", "abc"],
    cause: "A thumbprint is the SHA-1 hash of a certificate, in 40 hexadecimal digits.",
    fix: "Omit the thumbprints. AWS verifies the certificates of public authorities itself.",
  }),
  "oidc-provider-thumbprint-placeholder": entry({
    text: (provider: string, given: string) =>
      ofProvider(provider, "no certificate has this thumbprint", "no thumbprints", given),
    sample: ["entra", "ffffffffffffffffffffffffffffffffffffffff"],
    cause: "One digit is repeated 40 times, so the thumbprint is a placeholder.",
    fix: "Omit the thumbprints. AWS verifies the certificates of public authorities itself.",
  }),
  "permissions-not-json": entry({
    text: (where: string) => `${where}: the policy is not valid JSON. Expected a policy in JSON.`,
    sample: ["app, inline policy read"],
    cause: "The policy is a string that is not valid JSON.",
    fix: "Correct the JSON.",
  }),
  "permissions-not-an-object": entry({
    text: (where: string) => `${where}: the policy is not an object. Expected a policy in JSON.`,
    sample: ["app, inline policy read"],
    cause: "The policy is valid JSON, but not an object.",
    fix: "Write an object with `Version` and `Statement`.",
  }),
  "permissions-member-repeated": entry({
    text: (where: string, member: string) =>
      `${where}: the member ${quoted(member)} is twice in one object. Expected each member once.`,
    sample: ["app, inline policy read", "Action"],
    cause:
      "Readers of JSON differ in which of two equal members they use, so the policy can allow more than it shows.",
    fix: "Remove one of the two members.",
  }),
  "permissions-by-exclusion": entry({
    text: (where: string) =>
      `${where}: the role may call every action that NotAction does not name. Expected the actions by name in Action.`,
    sample: ["app, inline policy read, statement 0"],
    cause: "`NotAction` in an Allow includes all actions of all services but those that it names.",
    fix: "List in `Action` what the workload calls.",
  }),
  "permissions-everything": entry({
    text: (where: string, action: string) =>
      `${where}: the role may call every action, because Action has ${quoted(action)}. Expected the actions by name.`,
    sample: ["app, inline policy read, statement 0", "*"],
    cause: "The pattern matches all actions of all services.",
    fix: "List in `Action` what the workload calls.",
  }),
  "permissions-unresolved": entry({
    text: (where: string, action: unknown) =>
      `${where}: the policy does not show which action ${quoted(action)} is. Expected the actions by name.`,
    sample: ["Reader in app, statement 0", { unresolved: ["Fn::ImportValue action"] }],
    cause: "Only CloudFormation resolves the action. No preview and no update shows it.",
    fix: "Write the action into the template.",
  }),
  "permissions-escalating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can give itself more permissions with ${quoted(action)}${same(action, means)}. Expected a role that cannot change permissions.`,
    sample: ["app, inline policy read, statement 0", "iam:Put*", "iam:PutRolePolicy"],
    cause: "The action changes who has which permission, so a caller can extend it to an administrator's.",
    fix: "Remove the action. If the role needs it, list it in `allowedActions` of `federated-role-is-least-privilege`.",
  }),
  "permissions-impersonating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can act as other identities with ${quoted(action)}${same(action, means)}, on more than one resource of an account. Expected their ARNs in Resource, without a wildcard in their names.`,
    sample: ["app, inline policy read, statement 0", "iam:PassRole", "iam:PassRole"],
    cause:
      "The action runs code as another role, or passes a role on. A wildcard in `Resource` includes administrators' roles.",
    fix: "Name the resources in `Resource`. If all are needed, list the action in `allowedActions` of `federated-role-is-least-privilege`.",
  }),
  "permissions-managed-policy": entry({
    text: (where: string, policy: string) =>
      `${where}: the role has the managed policy ${policy}, which allows too much. Expected a policy with the actions that the workload calls.`,
    sample: ["app", "AdministratorAccess"],
    cause:
      "The managed policy allows everything, allows changes of permissions, or is in `forbiddenManagedPolicies`.",
    fix: "Write a policy with the actions that the workload calls.",
  }),
  "session-too-long": entry({
    text: (role: string, most: number, given: unknown) =>
      `Role ${role}: a session can last too long. Expected at most ${most} seconds; got ${quoted(given)}.`,
    sample: ["app", 3600, 43200],
    cause: "Stolen credentials work until the session ends. A workload can fetch new ones at any time.",
    fix: "Lower `maxSessionDuration`, or raise `maximumSeconds` of `federated-role-session-is-bounded`.",
  }),
  "permissions-boundary-missing": entry({
    text: (role: string) =>
      `Role ${role}: the role has no permissions boundary. Expected the boundary of your organization.`,
    sample: ["app"],
    cause: "`boundaryRequired` is set, and the role has no permissions boundary.",
    fix: "Set `permissionsBoundary` to the ARN of your organization's policy.",
  }),
  "application-has-credential": entry({
    text: (resource: string, credential: string) =>
      `${resource} gives a federated application ${credential}. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
    sample: ["password", "a client secret"],
    cause: "The application names an audience and never signs in, so a credential only helps an attacker.",
    fix: "Remove the resource.",
  }),
  "application-has-password": entry({
    text: (application: string) =>
      `Application ${application} has a client secret in password. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
    sample: ["orders"],
    cause: "The application names an audience and never signs in, so a credential only helps an attacker.",
    fix: "Remove `password`.",
  }),
  "application-open-to-other-tenants": entry({
    text: (application: string, given: unknown) =>
      `Application ${application}: other tenants can use it. Expected signInAudience "AzureADMyOrg"; got ${quoted(given)}.`,
    sample: ["orders", "AzureADMultipleOrgs"],
    cause: "With another `signInAudience`, identities of other tenants can get tokens for the application.",
    fix: 'Set `signInAudience` to `"AzureADMyOrg"`.',
  }),
  "application-without-token-version": entry({
    text: (application: string) =>
      `Application ${application}: requestedAccessTokenVersion is missing or not valid. Expected 1 or 2, because it decides issuer and audience of the tokens.`,
    sample: ["orders"],
    cause:
      "Without a version Entra chooses one. AWS then compares another issuer and audience than the role expects.",
    fix: "Set `api.requestedAccessTokenVersion` to 1, or to 2 with the client ID as audience.",
  }),
  "assignment-not-required": entry({
    text: (principal: string, given: unknown) =>
      `Service principal ${principal}: every identity of the tenant can get a token for this audience. Expected appRoleAssignmentRequired true; got ${quoted(given)}.`,
    sample: ["orders", false],
    cause: "Entra issues tokens to assigned identities only if the service principal requires assignment.",
    fix: "Set `appRoleAssignmentRequired` to `true`, and assign each identity to an app role.",
  }),
  "federated-credential-not-allowed": entry({
    text: (credential: string, issuer: unknown, subject: unknown) =>
      `Federated identity credential ${credential}: ${quoted(subject)} of the issuer ${quoted(issuer)} can sign in as an identity that is federated with AWS. It gets tokens with the same sub. Expected a separate identity, or an entry in allowed.`,
    sample: ["github", "https://token.actions.githubusercontent.com", "repo:acme/infra:ref:refs/heads/main"],
    cause: "A token of that issuer becomes a token of the federated identity, which can assume the AWS role.",
    fix: "Remove the credential, or give that workload a separate identity and role. To accept it, list it in `allowed` of `federated-identity-is-exclusive`.",
  }),
  "federated-credential-unknown": entry({
    text: (credential: string) =>
      `Federated identity credential ${credential}: the preview does not know the issuer or the subject. The update judges it.`,
    sample: ["github"],
    cause: "The issuer or the subject exists only after the update.",
    fix: "Do nothing: the update judges the credential.",
  }),
  "long-lived-credential": entry({
    text: (resource: string, credential: string) =>
      `${resource} gives an IAM user ${credential}, which works until somebody deletes it. Expected a role that the workload assumes.`,
    sample: ["key", "an access key"],
    cause: "Keys and passwords of IAM users do not expire. A federation exists so that none is needed.",
    fix: "Remove the resource, and let the workload assume a role with its managed identity.",
  }),
  "vm-accepts-passwords": entry({
    text: (vm: string, given: unknown) =>
      `VM ${vm}: anyone who reaches SSH can try passwords. Expected disablePasswordAuthentication true, with an SSH key; got ${quoted(given)}.`,
    sample: ["vm", false],
    cause: "Anyone who signs in to the VM can use its AWS role. Passwords can be guessed.",
    fix: "Set `disablePasswordAuthentication` to `true`, and add an SSH key.",
  }),
  "vm-has-windows-password": entry({
    text: (vm: string) =>
      `VM ${vm} runs Windows, whose administrator always has a password. Anyone who reaches RDP or WinRM can try it. Allow these ports from Azure Bastion only.`,
    sample: ["vm"],
    cause: "Windows on Azure cannot be created without an administrator's password.",
    fix: "Allow RDP and WinRM from Azure Bastion only.",
  }),
  "vm-listens-for-winrm": entry({
    text: (vm: string) =>
      `VM ${vm}: a WinRM listener accepts the administrator's password over the network. Expected none: Run Command works without one.`,
    sample: ["vm"],
    cause: "Anyone who reaches the listener can try passwords.",
    fix: "Remove the listener, and use Run Command.",
  }),
  "vm-has-public-address": entry({
    text: (vm: string) =>
      `VM ${vm} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
    sample: ["vm"],
    cause: "With a public address, a single wrong rule opens the VM to the internet.",
    fix: "Remove the public address. Use a NAT gateway for outbound traffic, and Azure Bastion to sign in.",
  }),
  "vm-data-holds-secret": entry({
    text: (vm: string, secret: string, property: string) =>
      `VM ${vm}: everyone on the VM can read what looks like ${secret} in ${property}. Expected code that fetches it with the managed identity.`,
    sample: ["vm", "a private key", "osProfile.customData"],
    cause: "Custom data is on the VM's disk, and user data is in its metadata. Every process can read them.",
    fix: "Store the secret in a vault, and fetch it with the managed identity.",
  }),
  "interface-has-public-address": entry({
    text: (networkInterface: string) =>
      `Network interface ${networkInterface} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
    sample: ["nic"],
    cause: "With a public address, a single wrong rule opens the VM to the internet.",
    fix: "Remove the public address. Use a NAT gateway for outbound traffic, and Azure Bastion to sign in.",
  }),
  "port-open-to-internet": entry({
    text: (rule: string, port: string, source: string) =>
      `The internet can reach ${port} by ${rule}: it allows ${source}. Expected no inbound rule: Azure Bastion reaches the VM without one.`,
    sample: ['rule "ssh" of security group nsg', "port 22 (SSH)", "*"],
    cause: "The rule allows logins from all, or nearly all, addresses of the internet.",
    fix: "Remove the rule, and sign in with Azure Bastion.",
  }),
  "vm-open-to-neighbor": entry({
    text: (vm: string, port: string, neighbor: string, why: string) =>
      `VM ${neighbor} of the same virtual network can reach ${port} of VM ${vm}, ${why}. Expected a security group with an inbound rule that denies VirtualNetwork or *, before every Allow.`,
    sample: ["vm", "port 22 (SSH)", "other", "because neither subnet nor interface has a security group"],
    cause:
      "Azure's default rule lets all VMs of a virtual network reach each other. Anyone on the neighbor can try to sign in.",
    fix: "Add an inbound rule that denies `VirtualNetwork` to the security group, with a smaller priority number than every Allow.",
  }),
  "provider-url-contradicts": entry({
    text: (role: string, provider: string, other: string, url: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy names the provider ${provider}, and ${other} has the URL ${url}. Expected the same string in both.`,
    sample: ["app", "sts.windows.net/<tenant ID>", "entra", "https://sts.windows.net/<tenant ID>/"],
    cause: "AWS compares the strings character by character. A slash at the end counts.",
    fix: "Take the provider's name from the resource that creates it.",
  }),
  "audience-not-listed": entry({
    text: (role: string, audience: string, provider: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the audience ${quoted(audience)}, which is not a client ID of the provider ${provider}. Add it to the client IDs.`,
    sample: ["app", "api://orders", "entra"],
    cause: "AWS refuses each token whose audience the provider does not list.",
    fix: "Add the audience to the provider's client IDs, or correct the audience in the trust policy.",
  }),
  "audience-is-application": entry({
    text: (role: string, application: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the application ${application}, and tokens of version 2 carry the identity's client ID in azp. Expected that client ID, or tokens of version 1.`,
    sample: ["app", "orders"],
    cause: "With tokens of version 2, AWS compares the client ID of the calling identity (`azp`).",
    fix: `Pin the client ID of the identity: \`${SHOW_IDENTITY} clientId\`.`,
  }),
  "audience-is-client-id": entry({
    text: (role: string, application: string, patch: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the client ID of the application ${application}. Expected its application ID URI, which tokens of version 1 carry.${patch}`,
    sample: ["app", "orders", ""],
    cause: "Tokens of version 1 carry the application ID URI in `aud`.",
    fix: "Pin the application ID URI.",
  }),
  "token-version-contradicts": entry({
    text: (role: string, application: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy is for tokens of version 1, and the application ${application} requests version 2, which has another issuer. Set requestedAccessTokenVersion to 1.`,
    sample: ["app", "orders"],
    cause: "The version of the tokens decides which issuer they have.",
    fix: "Set `api.requestedAccessTokenVersion` to 1, or write the trust policy for version 2.",
  }),
  "subject-is-client-id": entry({
    text: (role: string, subject: string, identity: string, patch: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the subject ${subject}, which is the client ID of ${identity}. Expected its principal (object) ID.${patch}`,
    sample: ["app", "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e", "identity", ""],
    cause: "The `sub` claim of a managed identity is its principal ID, not its client ID.",
    fix: `Pin the principal ID: \`${SHOW_IDENTITY} principalId\`.`,
  }),
  "tenant-contradicts": entry({
    text: (role: string, tenant: string, identity: string, other: string) =>
      `Role ${role}: the identity ${identity} cannot assume it as written. The trust policy is for tokens of tenant ${tenant}, and the identity is in tenant ${other}. Expected one tenant.`,
    sample: ["app", "<tenant ID>", "identity", "<other tenant ID>"],
    cause: "The issuer in the trust policy has the ID of another tenant than the identity's.",
    fix: "Use the issuer of the identity's tenant: `az account show --query tenantId`.",
  }),
  "halves-not-seen": entry({
    text: (halves: string) =>
      `This stack does not create ${halves}. The pack compares a role only with what its stack creates. If another stack or team owns the rest, there is nothing to fix.`,
    sample: ["the OpenID Connect provider sts.windows.net/<tenant ID>/ (for app)"],
    cause:
      "Another stack, another team, or a hand-made setup owns these parts, so the pack cannot compare them with the role.",
    fix: 'Do nothing. If these parts are never in the stack, set `"notSeen": "ignore"` of `federation-is-consistent`.',
  }),
});

/** The action that a pattern includes, if it is written in another way. */
function same(action: string, means: string): string {
  return action.toLowerCase() === means.toLowerCase() ? "" : `, which includes ${means}`;
}
