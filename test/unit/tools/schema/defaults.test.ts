/** Generated SDKs send every default that the schema has: given explicitly, none of them may change or break anything. */
import assert from "node:assert/strict";
import * as components from "../../../../components";
import {
  answersOf,
  readApplication,
  readRole,
  readServicePrincipal,
} from "../../components/entra-audience/entra-application-answers";
import {
  APPLICATION_CLIENT_ID,
  CLIENT_ID,
  declare,
  ISSUER,
  type MockAnswer,
  OIDC_PROVIDER_ARN,
  PRINCIPAL_ID,
  SERVICE_PRINCIPAL_OBJECT_ID,
  TENANT_ID,
} from "../../components/mock-clouds";
import { ED25519_KEY } from "../../components/ssh-keys";
import { committedSchema } from "./committed-schema";

type Members = Record<string, unknown>;
interface SchemaProperty {
  readonly $ref?: string;
  readonly default?: unknown;
  readonly items?: SchemaProperty;
  readonly additionalProperties?: SchemaProperty;
}
type Properties = Readonly<Record<string, SchemaProperty>>;

const GROUP = "/subscriptions/5b1f0c7e-2a3d-4e6f-8a9b-1c2d3e4f5a6b/resourceGroups/theirs/providers";
const SUBNET_ID = `${GROUP}/Microsoft.Network/virtualNetworks/theirs/subnets/theirs`;
const IDENTITY_ID = `${GROUP}/Microsoft.ManagedIdentity/userAssignedIdentities/theirs`;
const permissions = { readBuckets: ["reports"] };
const POLICY = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"}]}';
const virtualMachine = { sshPublicKey: ED25519_KEY };
const audiences = [`api://${TENANT_ID}/shop-dev-fed`];
const place = { resourceGroupName: "theirs", location: "westeurope" };

const answering =
  (answers: Record<string, Members>): MockAnswer =>
  (token) =>
    answers[token.split(":").at(-1) ?? ""];

const provider = { url: ISSUER.replace("https://", ""), clientIdLists: audiences };
const adoptedApplication = answersOf(readApplication({ appRoles: [readRole()] }), readServicePrincipal());

type Case = [title: string, component: string, args: Members, answer?: MockAnswer];
const cases: Case[] = [
  [
    "a federation",
    "AzureToAwsFederation",
    { workloads: { app: { permissions, virtualMachine, guest: {} } } },
  ],
  [
    "a federation with an existing OIDC provider",
    "AzureToAwsFederation",
    { oidcProviderArn: OIDC_PROVIDER_ARN, audience: audiences[0], workloads: { app: { permissions } } },
    answering({ getOpenIdConnectProvider: provider }),
  ],
  [
    "a federation with an existing application",
    "AzureToAwsFederation",
    { applicationClientId: APPLICATION_CLIENT_ID, workloads: { app: { permissions } } },
    adoptedApplication,
  ],
  ["an audience of its own", "EntraAudience", { audience: audiences[0] }],
  [
    "an existing application",
    "EntraAudience",
    { applicationClientId: APPLICATION_CLIENT_ID },
    adoptedApplication,
  ],
  ["an OIDC provider", "AwsOidcProvider", { issuer: ISSUER, audiences }],
  [
    "an existing OIDC provider",
    "AwsOidcProvider",
    { issuer: ISSUER, audiences, oidcProviderArn: OIDC_PROVIDER_ARN },
    answering({ getOpenIdConnectProvider: provider }),
  ],
  [
    "a role",
    "FederatedRole",
    { oidcProviderArn: OIDC_PROVIDER_ARN, issuer: ISSUER, audiences, subjects: [PRINCIPAL_ID], permissions },
  ],
  ...["inlinePolicies", "managedPolicyArns"].map((grants): Case => {
    const value = { inlinePolicies: POLICY, managedPolicyArns: "arn:aws:iam::aws:policy/SecurityAudit" }[
      grants
    ];
    const role = { oidcProviderArn: OIDC_PROVIDER_ARN, issuer: ISSUER, audiences, subjects: [PRINCIPAL_ID] };
    return [
      `a role with ${grants} alone`,
      "FederatedRole",
      { ...role, permissions: { [grants]: { a: value } } },
    ];
  }),
  [
    "an identity",
    "AzureWorkload",
    {
      ...place,
      servicePrincipalObjectId: SERVICE_PRINCIPAL_OBJECT_ID,
      appRoleId: "66666666-aaaa-4bbb-8ccc-000000000006",
    },
  ],
  ["a VM", "AzureVirtualMachine", { ...place, ...virtualMachine, identityIds: [IDENTITY_ID] }],
  [
    "a VM in an existing subnet",
    "AzureVirtualMachine",
    { ...place, ...virtualMachine, identityIds: [IDENTITY_ID], subnetId: SUBNET_ID },
    answering({ getSubnet: { id: SUBNET_ID } }),
  ],
  [
    "an installation",
    "GuestInstallation",
    {
      ...place,
      vmName: "theirs",
      profiles: [
        {
          profileName: "app",
          audience: audiences[0],
          clientId: CLIENT_ID,
          issuer: ISSUER,
          roleArn: "arn:aws:iam::111122223333:role/app",
          subject: PRINCIPAL_ID,
          region: "eu-west-1",
        },
      ],
    },
  ],
];

describe("the schema's defaults", function () {
  this.timeout(60_000);
  let schema: {
    resources: Record<string, { inputProperties: Properties }>;
    types: Record<string, { properties?: Properties }>;
  };

  before(() => {
    schema = committedSchema() as unknown as typeof schema;
  });

  /** The arguments with every default written out, at any depth. */
  function withDefaults(args: Members, properties: Properties): Members {
    const defaults = Object.entries(properties)
      .filter(([name, property]) => property.default !== undefined && args[name] === undefined)
      .map(([name, property]) => [name, property.default] as const);
    const given = Object.entries(args).map(
      ([name, value]) => [name, deepened(value, properties[name])] as const,
    );
    return Object.fromEntries([...given, ...defaults]);
  }

  function deepened(value: unknown, property: SchemaProperty | undefined): unknown {
    if (property === undefined || typeof value !== "object" || value === null) {
      return value;
    }
    if (Array.isArray(value)) {
      return value.map((item) => deepened(item, property.items));
    }
    const members = value as Members;
    const type = property.$ref?.replace("#/types/", "");
    if (type !== undefined) {
      return withDefaults(members, schema.types[type]?.properties ?? {});
    }
    return Object.fromEntries(
      Object.entries(members).map(([name, member]) => [
        name,
        deepened(member, property.additionalProperties),
      ]),
    );
  }

  for (const [title, component, args, answer] of cases) {
    it(`change nothing about ${title}`, async () => {
      const Component = components[component as keyof typeof components] as unknown as new (
        name: string,
        args: Members,
      ) => unknown;
      const declared = async (given: Members) => {
        const run = await declare(() => new Component("fed", given), answer ? { answer } : {});
        assert.deepEqual(run.failures, []);
        return run.resources;
      };
      const properties = schema.resources[`azure-to-aws-federation:index:${component}`]?.inputProperties;
      assert.ok(properties);
      const explicit = withDefaults(args, properties);
      const children = (resources: Awaited<ReturnType<typeof declared>>) =>
        resources
          // What the engine shows of a component are its arguments as they were given.
          .filter(({ type }) => !type.startsWith("azure-to-aws-federation:"))
          // The path that IAM takes by itself.
          .map(({ type, name, inputs }) => ({ type, name, inputs: { path: "/", ...inputs } }));
      assert.deepEqual(children(await declared(explicit)), children(await declared(args)));
    });
  }

  it("are there for all components that have any", () => {
    const names = Object.values(schema.resources).flatMap(({ inputProperties }) =>
      Object.entries(inputProperties).flatMap(([name, property]) =>
        property.default === undefined ? [] : [`${name}=${JSON.stringify(property.default)}`],
      ),
    );
    for (const expected of ["maxSessionDuration=3600", 'adminUsername="azureuser"']) {
      assert.ok(names.includes(expected), `${expected} is not among ${names.join(", ")}`);
    }
    assert.ok(!names.some((name) => /^(allowUsersAndGroups|retainOnDelete)=/.test(name)));
  });
});
