/** A federation that a program makes by hand, each part right: the stack that the tests of rules start from. */
import { AUDIENCE, policy, PROVIDER, PROVIDER_ARN, SUBJECT, TENANT } from "../../trust/entra-policy";
import type { TestedResource } from "../validate";

type Json = Record<string, unknown>;

export const CLIENT_ID = "6a1f2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
export const APP_CLIENT_ID = "1d2c3b4a-5f6e-4b7a-9d8c-0f1e2d3c4b5a";
export const SERVICE_PRINCIPAL_ID = "77777777-5f6e-4b7a-9d8c-0f1e2d3c4b5a";

/** What a test changes: properties by the resource's name; `undefined` takes a resource, or a property, away. */
export type Changes = Readonly<Record<string, Json | undefined>>;

const resources: readonly TestedResource[] = [
  {
    type: "azuread:index/application:Application",
    name: "application",
    props: {
      id: "/applications/1",
      clientId: APP_CLIENT_ID,
      signInAudience: "AzureADMyOrg",
      identifierUris: [AUDIENCE],
      api: { requestedAccessTokenVersion: 1 },
    },
  },
  {
    type: "azuread:index/servicePrincipal:ServicePrincipal",
    name: "service-principal",
    props: {
      id: "/servicePrincipals/1",
      clientId: APP_CLIENT_ID,
      objectId: SERVICE_PRINCIPAL_ID,
      appRoleAssignmentRequired: true,
    },
    madeOf: { clientId: ["application"] },
  },
  {
    type: "azure-native:managedidentity/v20230131:UserAssignedIdentity",
    name: "identity",
    props: { name: "identity-1", clientId: CLIENT_ID, principalId: SUBJECT, tenantId: TENANT },
  },
  {
    type: "azuread:index/appRoleAssignment:AppRoleAssignment",
    name: "assignment",
    props: { principalObjectId: SUBJECT, resourceObjectId: SERVICE_PRINCIPAL_ID },
    madeOf: { principalObjectId: ["identity"], resourceObjectId: ["service-principal"] },
  },
  {
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    name: "provider",
    props: { url: `https://${PROVIDER}`, arn: PROVIDER_ARN, clientIdLists: [AUDIENCE] },
    madeOf: { clientIdLists: ["application"] },
  },
  {
    type: "aws:iam/role:Role",
    name: "role",
    props: { name: "role-1", assumeRolePolicy: JSON.stringify(policy()), maxSessionDuration: 3600 },
    madeOf: { assumeRolePolicy: ["provider", "identity"] },
  },
  {
    type: "azure-native:network:NetworkSecurityGroup",
    name: "nsg",
    props: { securityRules: [] },
  },
  {
    type: "azure-native:network:Subnet",
    name: "subnet",
    props: {},
    madeOf: { networkSecurityGroup: ["nsg"] },
  },
  {
    type: "azure-native:network:NetworkInterface",
    name: "nic",
    props: { ipConfigurations: [{ name: "internal" }] },
    madeOf: { ipConfigurations: ["subnet"] },
  },
  {
    type: "azure-native:compute:VirtualMachine",
    name: "vm",
    props: {
      osProfile: { computerName: "vm", linuxConfiguration: { disablePasswordAuthentication: true } },
      networkProfile: { networkInterfaces: [{ primary: true }] },
    },
    madeOf: { identity: ["identity"], networkProfile: ["nic"] },
  },
];

/** The stack, with properties changed and resources taken away or added. */
export function federation(changes: Changes = {}, more: readonly TestedResource[] = []): TestedResource[] {
  const kept = resources.filter(({ name }) => !(name in changes) || changes[name] !== undefined);
  return [
    ...kept.map((resource) => ({ ...resource, props: { ...resource.props, ...changes[resource.name] } })),
    ...more,
  ];
}

/** One resource of the stack, with properties changed. */
export function part(name: string, changes: Json = {}): TestedResource {
  const found = resources.find((resource) => resource.name === name);
  if (found === undefined) {
    throw new Error(`no resource ${name}`);
  }
  return { ...found, props: { ...found.props, ...changes } };
}

/** The same resources without anything of a federation: no provider, no role. */
export const WITHOUT_AWS: Changes = { provider: undefined, role: undefined };
