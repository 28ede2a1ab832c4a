import assert from "node:assert/strict";
import { describeWithAzureLab, GROUP, LOCATION } from "../../../../testing/azure-lab";

const CLUSTER = `${GROUP}/providers/Microsoft.ContainerService/managedClusters/aks`;

function managedCluster(
  properties: Record<string, unknown> = {},
  others: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    location: LOCATION,
    identity: { type: "SystemAssigned" },
    ...others,
    properties: {
      dnsPrefix: "aks",
      agentPoolProfiles: [{ name: "system", mode: "System", count: 1 }],
      oidcIssuerProfile: { enabled: true },
      ...properties,
    },
  };
}

describeWithAzureLab("Microsoft.ContainerService/managedClusters", {}, (lab) => {
  before(async () => {
    await lab().put(GROUP, { location: LOCATION });
  });

  afterEach(async () => {
    await lab().follow(await lab().arm("DELETE", CLUSTER));
  });

  const properties = async (body: unknown): Promise<Record<string, unknown>> =>
    (await lab().put(CLUSTER, body)).properties as Record<string, unknown>;
  const refusal = async (body: unknown): Promise<string> => {
    const answer = await lab().arm("PUT", CLUSTER, body);
    assert.ok(answer.status >= 400);
    return (answer.body.error as { message: string }).message;
  };

  it("tells what it filled in", async () => {
    const { fqdn, nodeResourceGroup, networkProfile } = await properties(managedCluster());
    assert.match(String(fqdn), /^aks-[0-9a-f]{8}\.hcp\.westeurope\.azmk8s\.io$/);
    assert.equal(nodeResourceGroup, "MC_rg_aks_westeurope");
    assert.deepEqual(networkProfile, { outboundType: "loadBalancer" });
  });

  it("keeps its issuer's address over updates, and can never be without it again", async () => {
    const { oidcIssuerProfile: first } = await properties(managedCluster());
    const updated = managedCluster({ oidcIssuerProfile: undefined }, { tags: { a: "b" } });
    assert.deepEqual((await properties(updated)).oidcIssuerProfile, first);
    assert.equal(
      await refusal(managedCluster({ oidcIssuerProfile: { enabled: false } })),
      "OIDC issuer feature cannot be disabled.",
    );
  });

  it("has no issuer unless told", async () => {
    const plain = managedCluster({ oidcIssuerProfile: undefined });
    assert.deepEqual((await properties(plain)).oidcIssuerProfile, { enabled: false });
    assert.equal(
      await refusal(managedCluster()),
      "the lab does not support enabling the issuer of an existing cluster. " +
        "Create the cluster with oidcIssuerProfile.enabled [lab-unsupported]",
    );
  });

  for (const [what, body, message] of [
    [
      "workload identity without the issuer",
      managedCluster({
        oidcIssuerProfile: undefined,
        securityProfile: { workloadIdentity: { enabled: true } },
      }),
      "Workload identity needs the OIDC issuer.",
    ],
    [
      "no pool for the system",
      managedCluster({ agentPoolProfiles: [{ name: "user", mode: "User" }] }),
      "A cluster needs an agent pool of the mode System.",
    ],
    [
      "no identity",
      managedCluster({}, { identity: undefined }),
      "A cluster needs an identity or a service principal.",
    ],
    [
      "no dnsPrefix",
      managedCluster({ dnsPrefix: undefined }),
      "Required parameter dnsPrefix is missing (null).",
    ],
    [
      "a way out that the lab does not have",
      managedCluster({ networkProfile: { outboundType: "userDefinedRouting" } }),
      "the lab does not support the outbound type userDefinedRouting. Expected loadBalancer or managedNATGateway [lab-unsupported]",
    ],
  ] as const) {
    it(`is refused for ${what}`, async () => {
      assert.equal(await refusal(body), message);
    });
  }

  it("takes its own identity along when it goes", async () => {
    const { identity } = await lab().put(CLUSTER, managedCluster());
    const { principalId } = identity as { principalId: string };
    const { directory } = lab().azure.tenant();
    assert.ok(directory.servicePrincipal(principalId) !== undefined);
    await lab().follow(await lab().arm("DELETE", CLUSTER));
    assert.equal(directory.servicePrincipal(principalId), undefined);
  });
});
