import { Catalog, entry } from "./catalog";

const json = (value: unknown): string => JSON.stringify(value);

/** What is wrong with values for Entra and Azure Resource Manager, and with Entra applications. */
export const ENTRA = new Catalog("Entra and Azure values", {
  "guid-invalid": entry({
    text: () => "invalid GUID. Expected one such as 0a1b2c3d-0000-4000-8000-0123456789ab",
    sample: [],
    cause: "Entra identifies applications, identities, and app roles by GUIDs, not by names.",
    fix: "Print the ID: `az ad app show --id ID --query appId`, `az ad sp show --id ID --query id`, or `az identity show --ids ID --query principalId`.",
  }),
  "tenant-not-a-guid": entry({
    text: () => "invalid tenant ID. Expected the GUID of the tenant (Directory ID), not a domain name",
    next: () => "Print it: az account show --query tenantId",
    sample: [],
    cause: "Tokens contain the GUID of the tenant in `iss`, never a domain name.",
    fix: "Print the tenant ID: `az account show --query tenantId --output tsv`.",
  }),
  "application-id-uri-reserved": entry({
    text: () => "must not be the URI of one of Microsoft's own APIs, which Entra reserves",
    sample: [],
    cause: "Entra refuses to give an application a URI that belongs to Microsoft.",
    fix: "Omit `audience` to use the default.",
  }),
  "application-id-uri-invalid": entry({
    text: (reason: string) => `invalid application ID URI: it ${reason}`,
    sample: ["must have a name after api://"],
    cause: "Entra refuses to add this URI to an application.",
    fix: "Omit `audience` to use the default, or write a URI such as `api://<tenantId>/orders`.",
  }),
  "display-name-invalid": entry({
    text: () =>
      "invalid display name. Expected 1 to 120 characters without < and > and without control characters",
    sample: [],
    cause: "The Entra admin center accepts only such names.",
    fix: "Shorten the name, or remove the characters.",
  }),
  "arm-id-invalid": entry({
    text: (type: string) => `invalid resource ID. Expected the ID of one ${type}`,
    sample: ["Microsoft.Compute/virtualMachines"],
    cause: "The value is a name, or the ID of another type of resource.",
    fix: 'Print the ID: `az resource list --query "[].[type,id]" --output tsv`.',
  }),
  "azure-tag-name-invalid": entry({
    text: () => "invalid tag name. Expected 1 to 512 characters without < > % & \\ ? /",
    sample: [],
    cause: "Azure refuses tag names with these characters.",
    fix: "Use another name.",
  }),
  "azure-region-invalid": entry({
    text: () => "invalid Azure region. Expected a name such as westeurope",
    sample: [],
    cause: "The value cannot be the name of an Azure region.",
    fix: 'List the regions: `az account list-locations --query "[].name"`.',
  }),
  "resource-group-name-invalid": entry({
    text: () =>
      "invalid resource group name. Expected 1 to 90 letters, digits, or . _ ( ) -, not ending with a period",
    sample: [],
    cause: "Azure has no resource group of this name. A resource ID is not a name.",
    fix: 'List the names: `az group list --query "[].name"`.',
  }),
  "identity-unreadable": entry({
    text: (id: string, said: string, _word: string) =>
      `cannot read identity ${json(id)}. Expected one in the subscription of the azure-native provider (provider error: ${said})`,
    next: (_id: string, _said: string, word: string) => `Check it: az identity show --ids ${word}`,
    sample: [
      "/subscriptions/…/userAssignedIdentities/app",
      "404 ResourceNotFound",
      "/subscriptions/…/userAssignedIdentities/app",
    ],
    cause: "The identity does not exist in the provider's subscription, or the login may not read it.",
    fix: "Run `az identity show --ids ID`. For another subscription, pass an `azure-native` provider of it.",
  }),
  "resource-in-other-subscription": entry({
    text: (kind: string, found: string, given: string) =>
      `the azure-native provider reads another subscription, where ${kind} of this name is ${found}; got ${json(given)}`,
    next: () => "Give the component a provider of the subscription in the ID",
    sample: ["a VM", "/subscriptions/1/…/vm", "/subscriptions/2/…/vm"],
    cause: "The provider finds resources by name in its own subscription, and the ID names another one.",
    fix: "Pass an `azure-native` provider with the subscription of the ID.",
  }),
  "workload-name-taken": entry({
    text: (subject: string, name: string) =>
      `the contract gives this name to another identity (subject ${subject}). Expected an unused name; got ${json(name)}`,
    sample: ["0a1b2c3d-0000-4000-8000-0123456789ab", "app"],
    cause: "Roles refer to workloads by name, so a name must not change its identity silently.",
    fix: "Set `workloadName` to another name, or take the contract from before that workload was added.",
  }),
  "contract-of-other-tenant": entry({
    text: (tenant: string, issuer: string) =>
      `the contract is for another tenant. Expected the tenant of the identity, ${tenant}; got the issuer ${issuer}`,
    sample: [
      "0a1b2c3d-0000-4000-8000-000000000001",
      "https://sts.windows.net/0a1b2c3d-0000-4000-8000-000000000002/",
    ],
    cause:
      "The tenant of the subscription issues the tokens of an identity, and the contract's issuer is another tenant.",
    fix: "Create the identity in a subscription of the contract's tenant.",
  }),
  "token-version-two": entry({
    text: () =>
      "tokenVersion 2 protects less: AWS checks only which client asked. Audience and app role no longer matter: a token that the identity got for any other API of the tenant also opens the role",
    next: () => "Omit tokenVersion for v1 tokens",
    sample: [],
    cause:
      "In v2 tokens, AWS compares `azp`, the client ID of the identity. Audience and app role no longer matter.",
    fix: "Omit `tokenVersion`. [Explanation of the component](component.md) compares the versions.",
  }),
  "audience-too-long": entry({
    text: (most: number, length: number) =>
      `too long for a new application. Expected at most ${most} characters, because Entra was seen to refuse longer ones; got ${length}`,
    sample: [232, 240],
    cause: "Microsoft documents 255 characters, but Entra was seen to refuse a URI of 233.",
    fix: "Shorten `audience`, or omit it.",
  }),
  "audience-domain-not-verified": entry({
    text: (domains: string, uri: string) =>
      `the domain is not verified in the tenant. Expected a URI on one of: ${domains}; got ${json(uri)}`,
    next: () => "Omit the argument, or verify the domain in the Entra admin center",
    sample: ["contoso.onmicrosoft.com", "https://orders.example.com"],
    cause: "Entra accepts `https` and `http` URIs only on domains that the tenant has verified.",
    fix: "Omit `audience`, or verify the domain in the Entra admin center.",
  }),
  "audience-form-refused": entry({
    text: (uri: string) =>
      `audience ${json(uri)} has a form that Entra's default tenant policy refuses: it contains neither the tenant ID, the application's ID, nor a verified domain`,
    next: () =>
      'Omit it, set audienceForm to "application-id", or have this deployment exempted: https://aka.ms/identifier-uri-addition-error',
    sample: ["api://orders"],
    cause:
      "The default policy of a tenant allows only such URIs. An administrator may have changed the policy.",
    fix: "Omit `audience`, or have an administrator exempt this deployment: <https://aka.ms/identifier-uri-addition-error>.",
  }),
  "audience-domain-unknown": entry({
    text: (uri: string, _listing: string) =>
      `Entra accepts audience ${json(uri)} only if its domain is verified in the tenant, and this login cannot read the domains`,
    next: (_uri: string, listing: string) => `With another login, list them: ${listing}. Or omit audience`,
    sample: ["https://orders.example.com", "az rest --url https://graph.microsoft.com/v1.0/domains"],
    cause: "The deployer may not read the domains of the tenant, so the check is not possible.",
    fix: "List the domains with a login that may read them, or omit `audience`.",
  }),
  "token-version-changes": entry({
    text: (old: number, version: number) =>
      `tokenVersion changes from ${old} to ${version}, and the audience stays: for up to 24 hours, Azure returns the kept v${old} token to a workload, and AWS refuses it`,
    next: () => "Change the audience in the same update",
    sample: [1, 2],
    cause:
      "Azure keeps the token of an identity per audience for up to 24 hours. With `guest.verify`, the update fails.",
    fix: "Set another `audience` in the same update. A new audience has tokens of the new version at once.",
  }),
  "application-closes": entry({
    text: (signInAudience: string) =>
      `this update closes the application to other tenants (sign-in audience ${signInAudience} until now)`,
    next: () => "If they need it, stop managing it first, and set another audience",
    sample: ["AzureADMultipleOrgs"],
    cause: "The component creates applications for one tenant only, and this application was open to more.",
    fix: "Follow [Take over a hand-made setup](../how-to/take-over-a-hand-made-setup.md) to release the application, and set another `audience`.",
  }),
  "owners-not-compared": entry({
    text: (said: string, _command: string) =>
      `could not compare the owners of the service principal with the argument owners: ${said}`,
    next: (_said: string, command: string) => `List them: ${command}`,
    sample: [
      "403 Forbidden",
      "az rest --url 'https://graph.microsoft.com/v1.0/servicePrincipals/ID/owners?$select=id'",
    ],
    cause: "This process cannot sign in to Microsoft Graph as the provider does, or may not read the owners.",
    fix: "Run the command of the message, and compare the owners yourself.",
  }),
  "forgotten-object": entry({
    text: (what: string, said: string, _command: string) =>
      `${what} exists in Entra, but not in the Pulumi state. It was not removed (${said})`,
    next: (_what: string, _said: string, command: string) =>
      `If no other stack manages it, take it into the state, then run pulumi up again: ${command}`,
    sample: [
      "the app-role assignment of 0a1b2c3d",
      "the provider did not find it after 3 creates",
      "pulumi import TYPE NAME ID",
    ],
    cause:
      "The provider created the object, did not find it in a lagging replica, and forgot it. Or the object existed before.",
    fix: "Run the command of the message, then `pulumi up`. If another stack manages the object, remove it from this program.",
  }),
  "application-unreadable": entry({
    text: (clientId: string, said: string) =>
      `cannot read application ${json(clientId)} (provider error: ${said})`,
    next: (clientId: string) => `Check it: az ad app show --id ${clientId}`,
    sample: ["0a1b2c3d-0000-4000-8000-0123456789ab", "404 Not Found"],
    cause:
      "The application does not exist in the tenant, or the login may not read it. An object ID is not a client ID.",
    fix: 'List the client IDs: `az ad app list --show-mine --query "[].[displayName,appId]"`.',
  }),
  "service-principal-unreadable": entry({
    text: (clientId: string, said: string) =>
      `cannot read the service principal of application ${json(clientId)} (provider error: ${said})`,
    next: (clientId: string) =>
      `Check it: az ad sp show --id ${clientId}. If there is none: az ad sp create --id ${clientId}`,
    sample: ["0a1b2c3d-0000-4000-8000-0123456789ab", "404 Not Found"],
    cause: "The application has no service principal in the tenant, or the login may not read it.",
    fix: "Create it: `az ad sp create --id CLIENT_ID`. A new one does not require assignment, so also run `az ad sp update --id CLIENT_ID --set appRoleAssignmentRequired=true`.",
  }),
  "application-of-other-tenant": entry({
    text: (own: string, given: string) =>
      `the application is in another tenant. Expected ${own}; got ${json(given)}`,
    next: () => "Set that tenant, or log in to the other one with the azuread provider",
    sample: ["0a1b2c3d-0000-4000-8000-000000000001", "0a1b2c3d-0000-4000-8000-000000000002"],
    cause: "The service principal shows that the application belongs to another tenant.",
    fix: "Use an application of your tenant.",
  }),
  "application-problem": entry({
    text: (what: string, _command: string) => what,
    next: (_what: string, command: string) => `Fix it: ${command}`,
    sample: [
      "does not require assignment, so every identity of the tenant gets a token for it",
      "az ad sp update --id ID --set appRoleAssignmentRequired=true",
    ],
    cause:
      "An existing application must be as strict as one that the component creates. The component never changes it.",
    fix: "Run the command of the message, or ask the owner of the application to run it.",
  }),
  "application-audience": entry({
    text: (has: string, given: string, _command: string) =>
      `not an application ID URI of the application, which has ${has}; got ${given}`,
    next: (_has: string, _given: string, command: string) => `Add it: ${command}`,
    sample: ["none", '"api://orders"', "az ad app update --id ID --identifier-uris api://orders"],
    cause: "Entra issues tokens for an audience only if an application has it as a URI.",
    fix: "Add the URI with the command of the message, or set `audience` to a URI that the application has.",
  }),
  "application-audience-ambiguous": entry({
    text: (uris: string) =>
      `required argument is missing, because the application has several application ID URIs. Expected one of: ${uris}`,
    sample: ["api://orders, api://billing"],
    cause: "With several URIs, the component cannot know which one is the audience.",
    fix: "Set `audience` to one of the listed URIs.",
  }),
  "application-token-version": entry({
    text: (wanted: number, version: number, _command: string) =>
      `the application issues v${version} tokens. Expected v${wanted}`,
    next: (_wanted: number, version: number, command: string) =>
      `Set tokenVersion to ${version}, or change the application: ${command}`,
    sample: [1, 2, "az rest --method PATCH --url URL --headers Content-Type=application/json --body '{}'"],
    cause: "The version of the tokens is a setting of the application, and the role trusts one version only.",
    fix: "Set `tokenVersion` to the version of the application, or change the application.",
  }),
});
