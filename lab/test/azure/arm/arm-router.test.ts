import assert from "node:assert/strict";
import {
  type AzureAnswer,
  describeWithAzureLab,
  GROUP,
  IDENTITY,
  LOCATION,
  NIC,
  SUBSCRIPTION_ID,
  TENANT_ID,
} from "../../../testing/azure-lab";

const NETWORK = `${GROUP}/providers/Microsoft.Network`;

describeWithAzureLab("Azure Resource Manager", {}, (lab) => {
  before(async () => {
    await lab().prepareNetwork();
  });

  const errorOf = ({ status, body }: AzureAnswer): readonly unknown[] => {
    const { code, message } = body.error as Record<string, unknown>;
    return [status, code, message];
  };
  const propertiesOf = async (path: string): Promise<Record<string, unknown>> =>
    (await lab().arm("GET", path)).body.properties as Record<string, unknown>;

  it("creates with 201, replaces with 200, and shows what is stored", async () => {
    const path = `${NETWORK}/networkSecurityGroups/plain`;
    const created = await lab().arm("PUT", path, { location: LOCATION, tags: { a: "1" }, properties: {} });
    assert.equal(created.status, 201);
    assert.equal((await lab().follow(created)).status, "Succeeded");
    const replaced = await lab().arm("PUT", path, { location: LOCATION, properties: {} });
    assert.equal(replaced.status, 200);
    await lab().follow(replaced);
    const { body } = await lab().arm("GET", path);
    const { defaultSecurityRules, ...properties } = body.properties as Record<string, unknown>;
    assert.deepEqual(
      { ...body, properties },
      {
        id: path,
        name: "plain",
        type: "Microsoft.Network/networkSecurityGroups",
        location: LOCATION,
        properties: {
          securityRules: [],
          subnets: [],
          networkInterfaces: [],
          provisioningState: "Succeeded",
        },
      },
    );
    assert.deepEqual(
      (defaultSecurityRules as { id: string }[]).map(({ id }) =>
        id.replace(`${path}/defaultSecurityRules/`, ""),
      ),
      [
        "AllowVnetInBound",
        "AllowAzureLoadBalancerInBound",
        "DenyAllInBound",
        "AllowVnetOutBound",
        "AllowInternetOutBound",
        "DenyAllOutBound",
      ],
    );
    assert.equal((await lab().arm("DELETE", path)).status, 202);
  });

  it("answers an asynchronous change at once and tells where to follow it", async () => {
    const path = `${NETWORK}/networkSecurityGroups/slow`;
    const { headers, body } = await lab().arm("PUT", `${path}?api-version=2024-05-01`, {
      location: "West Europe",
      properties: {},
    });
    assert.match(
      headers.get("Azure-AsyncOperation") ?? "",
      new RegExp(
        `^http://127\\.0\\.0\\.1:\\d+/management\\.azure\\.com/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft\\.Network/locations/westeurope/operations/[0-9a-f-]{36}\\?api-version=2024-05-01$`,
      ),
    );
    assert.equal((body.properties as Record<string, unknown>).provisioningState, "Updating");
    const followed = await lab().arm("GET", headers.get("Azure-AsyncOperation") ?? "");
    assert.deepEqual(followed.body, { status: "Succeeded" });
    const deleted = await lab().arm("DELETE", path);
    assert.equal(deleted.status, 202);
    const location = await lab().arm("GET", deleted.headers.get("Location") ?? "");
    assert.equal(location.status, 200);
    assert.equal((await lab().arm("GET", path)).status, 404);
    assert.equal((await lab().arm("DELETE", path)).status, 204);
  });

  it("refuses to delete a group that does not exist", async () => {
    assert.deepEqual(errorOf(await lab().arm("DELETE", GROUP.replace(/rg$/, "none"))), [
      404,
      "ResourceGroupNotFound",
      "Resource group 'none' could not be found.",
    ]);
  });

  it("lists the caller's tenant", async () => {
    const { status, body } = await lab().arm("GET", "/tenants?api-version=2022-12-01");
    const [tenant] = body.value as Record<string, unknown>[];
    assert.deepEqual(
      [status, tenant?.tenantId, tenant?.displayName, tenant?.defaultDomain],
      [200, TENANT_ID, "Contoso", "contoso.onmicrosoft.com"],
    );
  });

  it("compares IDs without case and keeps their first spelling", async () => {
    const { body } = await lab().arm("GET", NIC.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions"));
    assert.equal(body.id, NIC);
  });

  it("gives the rules of a security group their IDs", async () => {
    const path = `${NETWORK}/networkSecurityGroups/ruled`;
    const rule = { name: "ssh", properties: { priority: 100 } };
    const created = await lab().put(path, { location: LOCATION, properties: { securityRules: [rule] } });
    const stored = (): unknown =>
      lab()
        .azure.resources()
        .find(({ id }) => id.text === path)?.body;
    const before = stored();
    const { properties } = await lab().put(path, created);
    assert.deepEqual(stored(), before);
    assert.deepEqual((properties as { securityRules: unknown }).securityRules, [
      {
        name: "ssh",
        id: `${path}/securityRules/ssh`,
        type: "Microsoft.Network/networkSecurityGroups/securityRules",
        properties: { priority: 100, provisioningState: "Succeeded" },
      },
    ]);
    await lab().follow(await lab().arm("DELETE", path));
  });

  it("shows a group's ID with /resourceGroups/ whatever was sent", async () => {
    const small = GROUP.replace("/resourceGroups/rg", "/resourcegroups/small");
    const { status, body } = await lab().arm("PUT", small, { location: LOCATION });
    assert.deepEqual([status, body.id], [201, small.replace("/resourcegroups/", "/resourceGroups/")]);
    await lab().follow(await lab().arm("DELETE", small));
  });

  it("answers HEAD with 204 for what is there and 404 for what is not", async () => {
    for (const [path, status] of [
      [GROUP, 204],
      [NIC, 204],
      [`${GROUP}x`, 404],
    ] as const) {
      assert.equal((await lab().arm("HEAD", path)).status, status);
    }
  });

  it("lists the subscription for a caller with a role that may read it, and refuses nobody", async () => {
    const id = `/subscriptions/${SUBSCRIPTION_ID}`;
    const list = async (): Promise<unknown> => (await lab().arm("GET", "/subscriptions")).body.value;
    assert.deepEqual(await list(), [
      { id, subscriptionId: SUBSCRIPTION_ID, tenantId: TENANT_ID, displayName: "Lab", state: "Enabled" },
    ]);
    const principalId = lab().azure.roleAssignments()[0]?.principalId ?? "";
    lab().azure.withdrawRoles(principalId);
    assert.deepEqual(await list(), []);
    const seenWith = async (scope: string, ...actions: readonly string[]): Promise<boolean> => {
      const role = { id: "custom", name: "custom", actions, notActions: [] };
      const takeAway = lab().azure.assignRole({ principalId, role, scope });
      const listed = (await list()) as readonly unknown[];
      takeAway();
      return listed.length > 0;
    };
    const read = "Microsoft.Resources/subscriptions/read";
    assert.equal(await seenWith(id, read), true);
    assert.equal(await seenWith(GROUP, "*/read"), true);
    assert.equal(await seenWith(id, "Microsoft.Resources/subscriptions/resources/read"), false);
    assert.equal(await seenWith("/subscriptions/99999999-2222-4333-8444-555555555555", read), false);
    lab().azure.assignRole({ principalId, role: "Contributor", scope: id });
  });

  it("shows an identity's ID with /resourcegroups/ in small letters, as Azure does, and finds it by either", async () => {
    const small = IDENTITY.replace("/resourceGroups/", "/resourcegroups/");
    for (const id of [IDENTITY, small]) {
      assert.equal((await lab().arm("GET", id)).body.id, small);
    }
  });

  it("changes by PATCH what is named and removes what is null", async () => {
    const path = `${NETWORK}/publicIPAddresses/patched`;
    await lab().put(path, {
      location: LOCATION,
      tags: { a: "1", b: "2" },
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static", idleTimeoutInMinutes: 9 },
    });
    await lab().follow(await lab().arm("PATCH", path, { tags: { b: null, c: "3" } }));
    const { body } = await lab().arm("GET", path);
    assert.deepEqual(body.tags, { a: "1", c: "3" });
    assert.equal((body.properties as Record<string, unknown>).idleTimeoutInMinutes, 9);
    await lab().follow(await lab().arm("DELETE", path));
  });

  it("lists groups, the resources of a group, a type, and children", async () => {
    const names = async (path: string): Promise<unknown> =>
      ((await lab().arm("GET", path)).body.value as { name: string }[]).map(({ name }) => name);
    assert.deepEqual(await names(`/subscriptions/${SUBSCRIPTION_ID}/resourcegroups`), ["rg"]);
    assert.deepEqual(await names(`${GROUP}/resources`), ["ip", "nat", "net", "nic", "workload"]);
    assert.deepEqual(await names(`${NETWORK}/networkInterfaces`), ["nic"]);
    assert.deepEqual(await names(`${NETWORK}/virtualNetworks/net/subnets`), ["sub"]);
    const everywhere = `/subscriptions/${SUBSCRIPTION_ID}/providers/Microsoft.Network/natGateways`;
    assert.deepEqual(await names(everywhere), ["nat"]);
  });

  const refused: readonly [string, string, string, unknown, number, string, string | RegExp][] = [
    [
      "without an API version",
      "GET",
      `${GROUP}?`,
      undefined,
      400,
      "MissingApiVersionParameter",
      "The api-version query parameter (?api-version=) is required for all requests.",
    ],
    [
      "with an API version that is no date",
      "GET",
      `${GROUP}?api-version=latest`,
      undefined,
      400,
      "InvalidApiVersionParameter",
      /^The api-version 'latest' is invalid\./,
    ],
    [
      "in another subscription",
      "GET",
      "/subscriptions/other/resourceGroups/rg",
      undefined,
      404,
      "SubscriptionNotFound",
      "The subscription 'other' could not be found.",
    ],
    [
      "in a group that is not there",
      "PUT",
      IDENTITY.replace("/rg/", "/no/"),
      { location: LOCATION },
      404,
      "ResourceGroupNotFound",
      "Resource group 'no' could not be found.",
    ],
    [
      "for a resource that is not there",
      "GET",
      `${NIC}2`,
      undefined,
      404,
      "ResourceNotFound",
      "The Resource 'Microsoft.Network/networkInterfaces/nic2' under resource group 'rg' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    ],
    [
      "for a child whose parent is not there",
      "PUT",
      `${NETWORK}/virtualNetworks/no/subnets/sub`,
      { properties: {} },
      404,
      "ParentResourceNotFound",
      "Can not perform requested operation on nested resource. Parent resource 'no' not found.",
    ],
    [
      "for an unknown type",
      "PUT",
      `${NETWORK}/unicorns/u`,
      { location: LOCATION },
      404,
      "InvalidResourceType",
      /^The resource type 'unicorns' could not be found in the namespace 'Microsoft\.Network'\. The lab supports Microsoft\.Resources\/resourceGroups, /,
    ],
    [
      "with a name that is none",
      "PUT",
      `${NETWORK}/natGateways/a%20b`,
      { location: LOCATION },
      400,
      "InvalidResourceName",
      "The resource name 'a%20b' is invalid.",
    ],
    [
      "without a location",
      "PUT",
      `${NETWORK}/natGateways/n`,
      { properties: {} },
      400,
      "LocationRequired",
      "The location property is required for this definition.",
    ],
    [
      "with another location than before",
      "PUT",
      IDENTITY,
      { location: "northeurope" },
      409,
      "InvalidResourceLocation",
      /^The resource 'workload' already exists in location 'westeurope' in resource group 'rg'\./,
    ],
    [
      "with a reference to nothing",
      "PUT",
      `${NETWORK}/natGateways/n`,
      { location: LOCATION, properties: { publicIpAddresses: [{ id: `${NETWORK}/publicIPAddresses/no` }] } },
      400,
      "InvalidResourceReference",
      `Resource ${NETWORK}/publicIPAddresses/no referenced by resource ${NETWORK}/natGateways/n was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    ],
    [
      "with a list in place of an object",
      "PUT",
      `${NETWORK}/natGateways/n`,
      [],
      400,
      "InvalidRequestContent",
      /^The request content was invalid/,
    ],
  ];
  for (const [title, method, path, body, status, code, message] of refused) {
    it(`refuses a request ${title}`, async () => {
      const [givenStatus, givenCode, givenMessage] = errorOf(await lab().arm(method, path, body));
      assert.deepEqual([givenStatus, givenCode], [status, code]);
      if (typeof message === "string") {
        assert.equal(givenMessage, message);
      } else {
        assert.match(String(givenMessage), message);
      }
    });
  }

  describe("the network", () => {
    it("gives addresses: public ones of their own, private ones from the fourth on", async () => {
      assert.match(
        String((await propertiesOf(`${NETWORK}/publicIPAddresses/ip`)).ipAddress),
        /^203\.0\.113\.\d+$/,
      );
      const [configuration] = (await propertiesOf(NIC)).ipConfigurations as {
        id: string;
        properties: Record<string, unknown>;
      }[];
      assert.equal(configuration?.id, `${NIC}/ipConfigurations/primary`);
      assert.equal(configuration.properties.privateIPAddress, "10.0.1.4");
    });

    it("shows from both ends what belongs together", async () => {
      const subnet = `${NETWORK}/virtualNetworks/net/subnets/sub`;
      assert.deepEqual((await propertiesOf(`${NETWORK}/natGateways/nat`)).subnets, [{ id: subnet }]);
      assert.deepEqual((await propertiesOf(`${NETWORK}/publicIPAddresses/ip`)).natGateway, {
        id: `${NETWORK}/natGateways/nat`,
      });
      assert.deepEqual((await propertiesOf(subnet)).ipConfigurations, [
        { id: `${NIC}/ipConfigurations/primary` },
      ]);
      const [inline] = (await propertiesOf(`${NETWORK}/virtualNetworks/net`)).subnets as { id: string }[];
      assert.equal(inline?.id, subnet);
    });

    const inUse: readonly [string, string, string][] = [
      [
        "virtualNetworks/net/subnets/sub",
        "InUseSubnetCannotBeDeleted",
        `Subnet sub is in use by ${NIC}/ipConfigurations/primary and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
      ],
      [
        "virtualNetworks/net",
        "InUseSubnetCannotBeDeleted",
        `Subnet sub is in use by ${NIC}/ipConfigurations/primary and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
      ],
      [
        "publicIPAddresses/ip",
        "PublicIPAddressCannotBeDeleted",
        `Public IP address ${NETWORK}/publicIPAddresses/ip can not be deleted since it is still allocated to resource ${NETWORK}/natGateways/nat. In order to delete the public IP, disassociate/detach the Public IP address from the resource. To learn how to do this, see aka.ms/deletepublicip.`,
      ],
      [
        "natGateways/nat",
        "CannotDeleteNatGatewayAssociatedToSubnet",
        `NAT Gateway ${NETWORK}/natGateways/nat is still configured on 1 subnets. Remove NAT Gateway from all referenced subnets and then delete NAT Gateway.`,
      ],
    ];
    for (const [path, code, message] of inUse) {
      it(`keeps ${path} while it is used`, async () => {
        assert.deepEqual(errorOf(await lab().arm("DELETE", `${NETWORK}/${path}`)), [400, code, message]);
      });
    }

    const badSubnets: readonly [string, string, string][] = [
      ["no prefix", "InvalidCIDRNotation", "none"],
      ["outside", "NetcfgSubnetRangeOutsideVnet", "10.9.0.0/24"],
      ["overlapping", "NetcfgSubnetRangesOverlap", "10.0.1.128/25"],
    ];
    for (const [title, code, addressPrefix] of badSubnets) {
      it(`refuses a subnet's range: ${title}`, async () => {
        const answer = await lab().arm("PUT", `${NETWORK}/virtualNetworks/net/subnets/bad`, {
          properties: { addressPrefix },
        });
        assert.deepEqual(errorOf(answer).slice(0, 2), [400, code]);
      });
    }

    it("leaves subnets alone when a network's change names none, and replaces them when it does", async () => {
      const path = `${NETWORK}/virtualNetworks/inline`;
      const body = (subnets?: unknown): unknown => ({
        location: LOCATION,
        properties: { addressSpace: { addressPrefixes: ["10.1.0.0/16"] }, subnets },
      });
      const names = async (): Promise<unknown> =>
        ((await propertiesOf(path)).subnets as { name: string }[]).map(({ name }) => name);
      const subnet = (name: string, addressPrefix: string): unknown => ({
        name,
        properties: { addressPrefix },
      });
      await lab().put(path, body([subnet("a", "10.1.0.0/24"), subnet("b", "10.1.1.0/24")]));
      await lab().put(path, body());
      assert.deepEqual(await names(), ["a", "b"]);
      await lab().put(path, body([subnet("b", "10.1.1.0/24")]));
      assert.deepEqual(await names(), ["b"]);
      await lab().follow(await lab().arm("DELETE", path));
      assert.equal((await lab().arm("GET", `${path}/subnets/b`)).status, 404);
    });
  });

  describe("managed identities", () => {
    it("have a principal in the tenant's directory from their creation to their deletion", async () => {
      const path = IDENTITY.replace(/workload$/, "brief");
      const { properties } = await lab().put(path, { location: LOCATION, properties: { clientId: "mine" } });
      const { clientId, principalId, tenantId } = properties as Record<string, string>;
      assert.equal(tenantId, TENANT_ID);
      const { directory } = lab().azure.tenant();
      const principal = directory.servicePrincipal(principalId ?? "");
      assert.deepEqual(
        [
          principal?.appId,
          principal?.servicePrincipalType,
          principal?.displayName,
          principal?.alternativeNames,
        ],
        [clientId, "ManagedIdentity", "brief", ["isExplicit=True", path]],
      );
      const again = await lab().put(path, { location: LOCATION, tags: { a: "1" } });
      assert.deepEqual((again.properties as Record<string, unknown>).principalId, principalId);
      assert.equal((await lab().arm("DELETE", path)).status, 200);
      assert.equal(directory.servicePrincipal(principalId ?? ""), undefined);
    });
  });

  describe("callers", () => {
    const ask = async (authorization?: string): Promise<Response> =>
      fetch(lab().azure.resolve(`https://management.azure.com${GROUP}?api-version=2024-03-01`), {
        headers: authorization === undefined ? {} : { Authorization: authorization },
      });
    const codeOf = async (response: Response): Promise<unknown> =>
      ((await response.json()) as { error: { code: string } }).error.code;

    it("without a token are told where to get one", async () => {
      const response = await ask();
      assert.equal(response.status, 401);
      assert.equal(
        response.headers.get("WWW-Authenticate"),
        `Bearer authorization_uri="https://login.windows.net/${TENANT_ID}", error="invalid_token", error_description="Authentication failed. The 'Authorization' header is missing."`,
      );
      assert.equal(await codeOf(response), "AuthenticationFailed");
    });

    it("need a good token for Azure Resource Manager", async () => {
      const good = await lab().token("management.azure.com");
      const forger = lab().azure.forger();
      const cases: readonly [string, string][] = [
        ["nonsense", "InvalidAuthenticationToken"],
        [await forger.signWithUnknownKey(good), "InvalidAuthenticationToken"],
        [await lab().token("graph.microsoft.com"), "InvalidAuthenticationTokenAudience"],
        [await forger.resign(good, { exp: 1 }), "ExpiredAuthenticationToken"],
      ];
      for (const [token, code] of cases) {
        const response = await ask(`Bearer ${token}`);
        assert.equal(response.status, 401);
        assert.equal(await codeOf(response), code);
      }
    });

    it("other than the deployer may do nothing", async () => {
      const identity = lab().azure.tenant().directory.createManagedIdentity("nobody", "/subscriptions/x");
      const { accessToken } = await lab()
        .azure.tenant()
        .issueForManagedIdentity(identity, "https://management.azure.com");
      const response = await ask(`Bearer ${accessToken}`);
      assert.equal(response.status, 403);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      assert.deepEqual(error, {
        code: "AuthorizationFailed",
        message: `The client '${identity.appId}' with object id '${identity.id}' does not have authorization to perform action 'Microsoft.Resources/subscriptions/resourcegroups/read' over scope '${GROUP}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
      });
    });
  });
});
