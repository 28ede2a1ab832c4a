import * as pulumi from "@pulumi/pulumi";

const ACCOUNT = "111122223333";
const GUID = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const OTHER_GUID = "11111111-aaaa-4bbb-8ccc-000000000001";

/**
 * Runs a Pulumi program without an engine, until all of its resources are registered.
 *
 * @throws Error as the program fails
 */
export async function runWithMocks(program: () => void): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => ({
        id: `/subscriptions/${GUID}/resourceGroups/group/providers/${type}/${name}`,
        state: { name, ...(inputs as object), ...computed(type, name) },
      }),
      call: () => ({ tenantId: GUID, region: "eu-west-1" }),
    },
    "shop",
    "dev",
    false,
  );
  program();
  await pulumi.runtime.disconnect();
  // Callbacks of the last outputs.
  await new Promise((resolve) => setImmediate(resolve));
}

/** The properties that a cloud adds to a new resource, as far as the component reads them. */
function computed(type: string, name: string): Readonly<Record<string, string>> {
  switch (type) {
    case "azuread:index/application:Application":
      return { clientId: GUID, objectId: GUID };
    case "azuread:index/servicePrincipal:ServicePrincipal":
      return { objectId: GUID };
    case "azure-native:managedidentity:UserAssignedIdentity":
      return { principalId: OTHER_GUID, clientId: GUID, tenantId: GUID };
    case "aws:iam/openIdConnectProvider:OpenIdConnectProvider":
      return { arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/sts.windows.net/${GUID}/` };
    case "aws:iam/role:Role":
      return { arn: `arn:aws:iam::${ACCOUNT}:role/${name}` };
    default:
      return {};
  }
}
