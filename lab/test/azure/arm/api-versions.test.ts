import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ARM_TYPES } from "../../../arm-types/arm-types";
import { apiVersionsOf } from "../../../azure/arm/api-versions";
import { describeWithAzureLab, GROUP, IDENTITY, LOCATION, SUBSCRIPTION_ID } from "../../../testing/azure-lab";

const TOO_OLD = "1999-01-01";

/** The SDK's class of each type, whose description lists API versions: those that Pulumi deploys, and some others. */
const SDK: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ARM_TYPES.flatMap(({ type, pulumi }) => {
      const [, folder = "", name = ""] = pulumi?.token.split(":") ?? [];
      return pulumi === undefined
        ? []
        : [[type, `${folder}/${name.charAt(0).toLowerCase()}${name.slice(1)}`]];
    }),
  ),
  "Microsoft.Compute/disks": "compute/disk",
  "Microsoft.Compute/images": "compute/image",
  "Microsoft.Compute/galleries": "compute/gallery",
  "Microsoft.Compute/galleries/images/versions": "compute/galleryImageVersion",
  "Microsoft.Authorization/policyAssignments": "authorization/policyAssignment",
  "Microsoft.Authorization/policyExemptions": "authorization/policyExemption",
  "Microsoft.Authorization/policyDefinitions": "authorization/policyDefinition",
  "Microsoft.Authorization/policySetDefinitions": "authorization/policySetDefinition",
};

describe("API versions of the lab's ARM", () => {
  for (const [type, module] of Object.entries(SDK)) {
    it(`include all that @pulumi/azure-native has for ${type}`, () => {
      const text = readFileSync(require.resolve(`@pulumi/azure-native/${module}.d.ts`), "utf8");
      const [, used = ""] = /Uses Azure REST API version (\S+)\./.exec(text) ?? [];
      const [, others = ""] = /Other available API versions: (.*?)\. These/.exec(text) ?? [];
      const known = apiVersionsOf(type) ?? [];
      assert.match(used, /^\d{4}-/);
      assert.deepEqual(
        [used, ...others.split(", ")].filter((version) => version !== "" && !known.includes(version)),
        [],
      );
    });
  }
});

describeWithAzureLab("the api-version of a request to ARM", {}, (lab) => {
  const refusal = async (method: string, path: string, body?: unknown): Promise<[number, string, string]> => {
    const answer = await lab().arm(method, `${path}?api-version=${TOO_OLD}`, body);
    const { code, message } = answer.body.error as { code: string; message: string };
    return [answer.status, code, message];
  };

  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
  });

  it("must be one of Resource Manager's own for a group", async () => {
    const [status, code, message] = await refusal("GET", GROUP);
    assert.deepEqual([status, code], [400, "InvalidApiVersionParameter"]);
    assert.match(
      message,
      /^The api-version '1999-01-01' is invalid\. The supported versions are '2026-06-01,2025-04-01,.*,2014-04'\.$/,
    );
    assert.equal((await lab().arm("GET", `${GROUP}?api-version=2024-03-01`)).status, 200);
  });

  it("must be one of the provider's for a resource, which the body or the group places", async () => {
    const [status, code, message] = await refusal("PUT", IDENTITY, { location: "North Europe" });
    assert.deepEqual([status, code], [400, "NoRegisteredProviderFound"]);
    assert.match(
      message,
      /^No registered resource provider found for location 'northeurope' and API version '1999-01-01' for type 'userAssignedIdentities'\. The supported api-versions are '2015-08-31-preview, 2018-11-30, .*'\. The supported locations are 'westeurope, northeurope, .*'\.$/,
    );
    assert.match(
      (await refusal("GET", IDENTITY))[2],
      /^No registered resource provider found for location 'westeurope' /,
    );
    for (const version of ["2018-11-30", "2023-01-31", "2024-11-30", "2022-01-31-PREVIEW"]) {
      const answer = await lab().arm("PUT", `${IDENTITY}?api-version=${version}`, { location: LOCATION });
      assert.ok(answer.status < 300, version);
    }
  });

  it("must be one of the type's for a list in the subscription", async () => {
    const path = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Compute/virtualMachines`;
    const [status, code, message] = await refusal("GET", path);
    assert.deepEqual([status, code], [404, "InvalidResourceType"]);
    assert.match(
      message,
      /^The resource type 'virtualMachines' could not be found in the namespace 'Microsoft\.Compute' for api version '1999-01-01'\. The supported api-versions are '2015-05-01-preview,2015-06-15,.*'\.$/,
    );
    assert.equal((await lab().arm("GET", `${path}?api-version=2024-07-01`)).status, 200);
  });

  it("must be one of the type's for permissions, and for what Azure Policy assigns and defines", async () => {
    const authorization = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Authorization`;
    for (const type of ["permissions", "policyAssignments", "policyExemptions"]) {
      const [status, code, message] = await refusal("GET", `${authorization}/${type}`);
      assert.deepEqual([status, code], [404, "InvalidResourceType"], type);
      assert.ok(
        message.startsWith(
          `The resource type '${type}' could not be found in the namespace 'Microsoft.Authorization' for api version '1999-01-01'. The supported api-versions are '20`,
        ),
        message,
      );
    }
    const definition = "/providers/Microsoft.Authorization/policyDefinitions/tags";
    assert.equal((await refusal("GET", definition))[1], "InvalidResourceType");
    // The version of another type of the same provider.
    const path = `${authorization}/policyAssignments?api-version=2022-04-01`;
    assert.equal((await lab().arm("GET", path)).status, 404);
  });

  it("of one provider is none of another", async () => {
    const network = `${GROUP}/providers/Microsoft.Network/virtualNetworks`;
    assert.equal((await lab().arm("GET", `${network}?api-version=2024-05-01`)).status, 200);
    assert.equal((await lab().arm("GET", `${network}?api-version=2023-01-31`)).status, 400);
  });

  it("of each type is shown by its provider", async () => {
    const { body } = await lab().arm(
      "GET",
      `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.ManagedIdentity`,
    );
    const types = body.resourceTypes as {
      resourceType: string;
      locations: string[];
      apiVersions: string[];
    }[];
    assert.deepEqual(
      types.map(({ resourceType, apiVersions, locations }) => [resourceType, apiVersions[0], locations[0]]),
      [
        ["userAssignedIdentities", "2026-05-31", "West Europe"],
        ["userAssignedIdentities/federatedIdentityCredentials", "2026-05-31", "West Europe"],
      ],
    );
  });
});
