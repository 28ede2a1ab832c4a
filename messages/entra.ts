import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with values for Entra and Azure Resource Manager, and with Entra applications. */
export const ENTRA = new Catalog({
  "guid-invalid": entry({
    text: () => "invalid GUID. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab",
  }),
  "tenant-not-a-guid": entry({
    text: () => "invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name",
    next: () => "Print it: az account show --query tenantId",
  }),
  "application-id-uri-reserved": entry({
    text: () => "must not be the URI of one of Microsoft's own APIs, which Entra reserves",
  }),
  "application-id-uri-invalid": entry({
    text: (reason: string) => `invalid application ID URI: it ${reason}`,
  }),
  "display-name-invalid": entry({
    text: () =>
      "invalid display name. Expected 1 to 120 characters without < and > and without control characters",
  }),
  "arm-id-invalid": entry({
    text: (type: string) => `invalid resource ID. Expected the ID of one ${type}`,
  }),
  "azure-tag-name-invalid": entry({
    text: () => "invalid tag name. Expected 1 to 512 characters without < > % & \\ ? /",
  }),
  "azure-region-invalid": entry({
    text: () => "invalid Azure region. Expected a name such as westeurope",
  }),
  "resource-group-name-invalid": entry({
    text: () =>
      "invalid resource group name. Expected 1 to 90 letters, digits, or . _ ( ) -, not ending with a period",
  }),
  "identity-unreadable": entry({
    text: (id: string, said: string, _word: string) =>
      `cannot read identity ${json(id)}. Expected one in the subscription of the azure-native provider (provider error: ${said})`,
    next: (_id: string, _said: string, word: string) => `Check it: az identity show --ids ${word}`,
  }),
  "resource-in-other-subscription": entry({
    text: (kind: string, found: string, given: string) =>
      `the azure-native provider reads another subscription, where ${kind} of this name is ${found}; got ${json(given)}`,
    next: () => "Give the component a provider of the subscription in the ID",
  }),
  "workload-name-taken": entry({
    text: (subject: string, name: string) =>
      `the contract gives this name to another identity (subject ${subject}). Expected an unused name; got ${json(name)}`,
  }),
  "contract-of-other-tenant": entry({
    text: (tenant: string, issuer: string) =>
      `the contract is for another tenant. Expected the tenant of the identity, ${tenant}; got the issuer ${issuer}`,
  }),
  "token-version-two": entry({
    text: () =>
      "tokenVersion 2 protects less: AWS checks only which client asked. Audience and app role no longer matter: a token that the identity got for any other API of the tenant also opens the role",
    next: () => "Omit tokenVersion for v1 tokens",
  }),
  "audience-too-long": entry({
    text: (most: number, length: number) =>
      `too long for a new application. Expected at most ${most} characters, because Entra was seen to refuse longer ones; got ${length}`,
  }),
  "audience-domain-not-verified": entry({
    text: (domains: string, uri: string) =>
      `the domain is not verified in the tenant. Expected a URI on one of: ${domains}; got ${json(uri)}`,
    next: () => "Omit the argument, or verify the domain in the Entra admin center",
  }),
  "audience-form-refused": entry({
    text: (uri: string) =>
      `audience ${json(uri)} has a form that Entra's default tenant policy refuses: it contains neither the tenant ID, the application's ID, nor a verified domain`,
    next: () =>
      'Omit it, set audienceForm to "application-id", or have this deployment exempted: https://aka.ms/identifier-uri-addition-error',
  }),
  "audience-domain-unknown": entry({
    text: (uri: string, _listing: string) =>
      `Entra accepts audience ${json(uri)} only if its domain is verified in the tenant, and this login cannot read the domains`,
    next: (_uri: string, listing: string) => `With another login, list them: ${listing}. Or omit audience`,
  }),
  "token-version-changes": entry({
    text: (old: number, version: number) =>
      `tokenVersion changes from ${old} to ${version}, and the audience stays: for up to 24 hours, Azure returns the kept v${old} token to a workload, and AWS refuses it`,
    next: () => "Change the audience in the same update",
  }),
  "application-closes": entry({
    text: (signInAudience: string) =>
      `this update closes the application to other tenants (sign-in audience ${signInAudience} until now)`,
    next: () => "If they need it, stop managing it first, and set another audience",
  }),
  "owners-not-compared": entry({
    text: (said: string, _command: string) =>
      `could not compare the owners of the service principal with the argument owners: ${said}`,
    next: (_said: string, command: string) => `List them: ${command}`,
  }),
  "forgotten-object": entry({
    text: (what: string, said: string, _command: string) =>
      `${what} exists in Entra, but not in the Pulumi state. It was not removed (${said})`,
    next: (_what: string, _said: string, command: string) =>
      `If no other stack manages it, take it into the state, then run pulumi up again: ${command}`,
  }),
  "application-unreadable": entry({
    text: (clientId: string, said: string) =>
      `cannot read application ${json(clientId)} (provider error: ${said})`,
    next: (clientId: string) => `Check it: az ad app show --id ${clientId}`,
  }),
  "service-principal-unreadable": entry({
    text: (clientId: string, said: string) =>
      `cannot read the service principal of application ${json(clientId)} (provider error: ${said})`,
    next: (clientId: string) =>
      `Check it: az ad sp show --id ${clientId}. If there is none: az ad sp create --id ${clientId}`,
  }),
  "application-of-other-tenant": entry({
    text: (own: string, given: string) =>
      `the application is in another tenant. Expected ${own}; got ${json(given)}`,
    next: () => "Set that tenant, or log in to the other one with the azuread provider",
  }),
  "application-problem": entry({
    text: (what: string, _command: string) => what,
    next: (_what: string, command: string) => `Fix it: ${command}`,
  }),
  "application-audience": entry({
    text: (has: string, given: string, _command: string) =>
      `not an application ID URI of the application, which has ${has}; got ${given}`,
    next: (_has: string, _given: string, command: string) => `Add it: ${command}`,
  }),
  "application-audience-ambiguous": entry({
    text: (uris: string) =>
      `required argument is missing, because the application has several application ID URIs. Expected one of: ${uris}`,
  }),
  "application-token-version": entry({
    text: (wanted: number, version: number, _command: string) =>
      `the application issues v${version} tokens. Expected v${wanted}`,
    next: (_wanted: number, version: number, command: string) =>
      `Set tokenVersion to ${version}, or change the application: ${command}`,
  }),
});
