import { Catalog, entry } from "./catalog";
import { quoted } from "./wording";

/** A problem of an OpenID Connect provider. */
function ofProvider(provider: string, found: string, expected: string, given: unknown): string {
  return `OpenID Connect provider ${provider}: ${found}. Expected ${expected}; got ${quoted(given)}.`;
}

/** Findings of the policy pack's rules but those on trust policies, which `judge` reports too. */
export const POLICY_RULES = new Catalog({
  "federated-role-pins-nothing": entry({
    text: (role: string, argument: string, found: string, key: string, claim: string) =>
      `FederatedRole ${role}: nothing would pin ${key}, because ${argument} has ${found}. Expected one or more exact values, for "Condition": {"StringEquals": {${quoted(key)}: "<${claim}>"}}.`,
  }),
  "federated-role-names-other-provider": entry({
    text: (role: string, arn: string, issuer: string) =>
      `FederatedRole ${role}: nobody can assume the role as written. Expected the ARN of the provider whose URL is the issuer ${quoted(issuer)}; got ${quoted(arn)}.`,
  }),
  "trust-depends-on-cloudformation": entry({
    text: (role: string, parts: string) =>
      `Role ${role}: who can assume it depends on ${parts}, which only CloudFormation resolves. Expected values in the template, or in the parameters that the stack sets.`,
  }),
  "template-unreadable": entry({
    text: (resource: string, problem: string) =>
      `${resource} has ${problem}. Expected a template that CloudFormation accepts: the roles in it cannot be judged.`,
  }),
  "oidc-provider-url-missing": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "the URL is not a string", "the issuer's https URL", given),
  }),
  "oidc-provider-url-invalid": entry({
    text: (provider: string, found: string, expected: string, url: string) =>
      ofProvider(provider, found, expected, url),
  }),
  "oidc-provider-url-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "the URL has too many characters", `at most ${most}`, length),
  }),
  "oidc-provider-url-differs": entry({
    text: (provider: string, expected: string, url: string) =>
      ofProvider(provider, "the URL is not the iss of the tokens", expected, url),
  }),
  "oidc-provider-url-every-tenant": entry({
    text: (provider: string, url: string) =>
      ofProvider(provider, "the URL is for every tenant", "the URL with the ID of one tenant", url),
  }),
  "oidc-provider-client-ids-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "the number of client IDs is not valid", `1 to ${most}`, count),
  }),
  "oidc-provider-client-id-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(
        provider,
        "a client ID is empty or not a string",
        "the audience that the tokens carry",
        given,
      ),
  }),
  "oidc-provider-client-id-wildcard": entry({
    text: (provider: string, id: string) =>
      ofProvider(provider, "a client ID has a wildcard, which is literal there", "the exact audience", id),
  }),
  "oidc-provider-client-id-too-long": entry({
    text: (provider: string, most: number, length: number) =>
      ofProvider(provider, "a client ID has too many characters", `at most ${most}`, length),
  }),
  "oidc-provider-client-id-repeated": entry({
    text: (provider: string, id: unknown) =>
      ofProvider(provider, "a client ID is repeated", "each client ID once", id),
  }),
  "oidc-provider-thumbprints-count": entry({
    text: (provider: string, most: number, count: number) =>
      ofProvider(provider, "too many thumbprints", `at most ${most}, or none`, count),
  }),
  "oidc-provider-thumbprint-invalid": entry({
    text: (provider: string, given: unknown) =>
      ofProvider(provider, "a thumbprint is not valid", "40 hexadecimal digits, or no thumbprints", given),
  }),
  "oidc-provider-thumbprint-placeholder": entry({
    text: (provider: string, given: string) =>
      ofProvider(provider, "no certificate has this thumbprint", "no thumbprints", given),
  }),
  "permissions-not-json": entry({
    text: (where: string) => `${where}: the policy is not valid JSON. Expected a policy in JSON.`,
  }),
  "permissions-not-an-object": entry({
    text: (where: string) => `${where}: the policy is not an object. Expected a policy in JSON.`,
  }),
  "permissions-member-repeated": entry({
    text: (where: string, member: string) =>
      `${where}: the member ${quoted(member)} is twice in one object. Expected each member once.`,
  }),
  "permissions-by-exclusion": entry({
    text: (where: string) =>
      `${where}: the role may call every action that NotAction does not name. Expected the actions by name in Action.`,
  }),
  "permissions-everything": entry({
    text: (where: string, action: string) =>
      `${where}: the role may call every action, because Action has ${quoted(action)}. Expected the actions by name.`,
  }),
  "permissions-unresolved": entry({
    text: (where: string, action: unknown) =>
      `${where}: the policy does not show which action ${quoted(action)} is. Expected the actions by name.`,
  }),
  "permissions-escalating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can give itself more permissions with ${quoted(action)}${same(action, means)}. Expected a role that cannot change permissions.`,
  }),
  "permissions-impersonating": entry({
    text: (where: string, action: string, means: string) =>
      `${where}: the role can act as other identities with ${quoted(action)}${same(action, means)}, on more than one resource of an account. Expected their ARNs in Resource, without a wildcard in their names.`,
  }),
  "permissions-managed-policy": entry({
    text: (where: string, policy: string) =>
      `${where}: the role has the managed policy ${policy}, which allows too much. Expected a policy with the actions that the workload calls.`,
  }),
  "session-too-long": entry({
    text: (role: string, most: number, given: unknown) =>
      `Role ${role}: a session can last too long. Expected at most ${most} seconds; got ${quoted(given)}.`,
  }),
  "permissions-boundary-missing": entry({
    text: (role: string) =>
      `Role ${role}: the role has no permissions boundary. Expected the boundary of your organization.`,
  }),
  "application-has-credential": entry({
    text: (resource: string, credential: string) =>
      `${resource} gives a federated application ${credential}. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
  }),
  "application-has-password": entry({
    text: (application: string) =>
      `Application ${application} has a client secret in password. Anyone who has it can sign in as the application. Expected none: the application only names an audience.`,
  }),
  "application-open-to-other-tenants": entry({
    text: (application: string, given: unknown) =>
      `Application ${application}: other tenants can use it. Expected signInAudience "AzureADMyOrg"; got ${quoted(given)}.`,
  }),
  "application-without-token-version": entry({
    text: (application: string) =>
      `Application ${application}: requestedAccessTokenVersion is missing or not valid. Expected 1 or 2, because it decides issuer and audience of the tokens.`,
  }),
  "assignment-not-required": entry({
    text: (principal: string, given: unknown) =>
      `Service principal ${principal}: every identity of the tenant can get a token for this audience. Expected appRoleAssignmentRequired true; got ${quoted(given)}.`,
  }),
  "federated-credential-not-allowed": entry({
    text: (credential: string, issuer: unknown, subject: unknown) =>
      `Federated identity credential ${credential}: ${quoted(subject)} of the issuer ${quoted(issuer)} can sign in as an identity that is federated with AWS. It gets tokens with the same sub. Expected a separate identity, or an entry in allowed.`,
  }),
  "federated-credential-unknown": entry({
    text: (credential: string) =>
      `Federated identity credential ${credential}: the preview does not know the issuer or the subject. The update judges it.`,
  }),
  "long-lived-credential": entry({
    text: (resource: string, credential: string) =>
      `${resource} gives an IAM user ${credential}, which works until somebody deletes it. Expected a role that the workload assumes.`,
  }),
  "vm-accepts-passwords": entry({
    text: (vm: string, given: unknown) =>
      `VM ${vm}: anyone who reaches SSH can try passwords. Expected disablePasswordAuthentication true, with an SSH key; got ${quoted(given)}.`,
  }),
  "vm-has-windows-password": entry({
    text: (vm: string) =>
      `VM ${vm} runs Windows, whose administrator always has a password. Anyone who reaches RDP or WinRM can try it. Allow these ports from Azure Bastion only.`,
  }),
  "vm-listens-for-winrm": entry({
    text: (vm: string) =>
      `VM ${vm}: a WinRM listener accepts the administrator's password over the network. Expected none: Run Command works without one.`,
  }),
  "vm-has-public-address": entry({
    text: (vm: string) =>
      `VM ${vm} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
  }),
  "vm-data-holds-secret": entry({
    text: (vm: string, secret: string, property: string) =>
      `VM ${vm}: everyone on the VM can read what looks like ${secret} in ${property}. Expected code that fetches it with the managed identity.`,
  }),
  "interface-has-public-address": entry({
    text: (networkInterface: string) =>
      `Network interface ${networkInterface} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
  }),
  "port-open-to-internet": entry({
    text: (rule: string, port: string, source: string) =>
      `The internet can reach ${port} by ${rule}: it allows ${source}. Expected no inbound rule: Azure Bastion reaches the VM without one.`,
  }),
  "vm-open-to-neighbor": entry({
    text: (vm: string, port: string, neighbor: string, why: string) =>
      `VM ${neighbor} of the same virtual network can reach ${port} of VM ${vm}, ${why}. Expected a security group with an inbound rule that denies VirtualNetwork or *, before every Allow.`,
  }),
  "provider-url-contradicts": entry({
    text: (role: string, provider: string, other: string, url: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy names the provider ${provider}, and ${other} has the URL ${url}. Expected the same string in both.`,
  }),
  "audience-not-listed": entry({
    text: (role: string, audience: string, provider: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the audience ${quoted(audience)}, which is not a client ID of the provider ${provider}. Add it to the client IDs.`,
  }),
  "audience-is-application": entry({
    text: (role: string, application: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the application ${application}, and tokens of version 2 carry the identity's client ID in azp. Expected that client ID, or tokens of version 1.`,
  }),
  "audience-is-client-id": entry({
    text: (role: string, application: string, patch: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the client ID of the application ${application}. Expected its application ID URI, which tokens of version 1 carry.${patch}`,
  }),
  "token-version-contradicts": entry({
    text: (role: string, application: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy is for tokens of version 1, and the application ${application} requests version 2, which has another issuer. Set requestedAccessTokenVersion to 1.`,
  }),
  "subject-is-client-id": entry({
    text: (role: string, subject: string, identity: string, patch: string) =>
      `Role ${role}: nobody can assume it as written. The trust policy demands the subject ${subject}, which is the client ID of ${identity}. Expected its principal (object) ID.${patch}`,
  }),
  "tenant-contradicts": entry({
    text: (role: string, tenant: string, identity: string, other: string) =>
      `Role ${role}: the identity ${identity} cannot assume it as written. The trust policy is for tokens of tenant ${tenant}, and the identity is in tenant ${other}. Expected one tenant.`,
  }),
  "halves-not-seen": entry({
    text: (halves: string) =>
      `This stack does not create ${halves}. The pack compares a role only with what its stack creates. If another stack or team owns the rest, there is nothing to fix.`,
  }),
});

/** The action that a pattern includes, if it is written in another way. */
function same(action: string, means: string): string {
  return action.toLowerCase() === means.toLowerCase() ? "" : `, which includes ${means}`;
}
