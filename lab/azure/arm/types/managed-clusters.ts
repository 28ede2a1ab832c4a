/** Clusters of Azure Kubernetes Service. */
import { randomBytes, randomUUID } from "node:crypto";
import { CLUSTER_ISSUER_DOMAIN } from "../../azure-hosts";
import { ClusterIssuer } from "../../kubernetes/cluster-issuer";
import { ArmError } from "../../resources/arm-error";
import { prepareIdentity, removeSystemIdentity } from "../../resources/attached-identities";
import { objectAt, objectsAt, textAt } from "../../resources/json-reader";
import { sameId } from "../../resources/resource-id";
import type { JsonObject, ResourceChange } from "../../resources/resource-store";
import { mergePatch } from "../merge-patch";
import { wordName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/** A cluster of the lab has a way out as these have it. */
const OUTBOUND_TYPES = ["loadBalancer", "managedNATGateway"];

/**
 * A cluster. Its nodes and their resource group are not there; pods are folders of this computer: see
 * `lab/azure/kubernetes`.
 *
 * @evidence documentation A cluster has an issuer if `oidcIssuerProfile.enabled` says so. Source: AKS, "Create an
 *   OpenID Connect provider for your AKS cluster"; AKS turns it on by itself from Kubernetes 1.34 on, the lab does
 *   not.
 */
export const managedClusters: ArmBehavior = {
  type: "Microsoft.ContainerService/managedClusters",
  name: wordName("_-", 1, 63),
  asynchronous: "always",
  readOnly: [
    "fqdn",
    "azurePortalFQDN",
    "currentKubernetesVersion",
    "powerState",
    "resourceUID",
    "maxAgentPools",
  ],
  prepare(change, { store, tenant }) {
    const { id, body, before } = change;
    demandProfiles(change);
    const location = String(body.location).replaceAll(" ", "").toLowerCase();
    const { properties } = body;
    const dnsPrefix = textAt(properties, "dnsPrefix") ?? "";
    const filled: JsonObject = {
      kubernetesVersion: "1.33",
      nodeResourceGroup: `MC_${id.resourceGroup}_${id.name}_${location}`,
      ...properties,
      fqdn:
        before?.body.properties.fqdn ??
        `${dnsPrefix}-${randomBytes(4).toString("hex")}.hcp.${location}.azmk8s.io`,
      powerState: { code: "Running" },
    };
    return {
      body: {
        ...body,
        identity: prepareIdentity(change, store, tenant),
        // @evidence documentation A cluster shows `networkProfile` and `oidcIssuerProfile`. Source: AKS, "Managed Clusters -
        // Get".
        properties: mergePatch(filled, {
          networkProfile: {
            outboundType: textAt(properties, "networkProfile", "outboundType") ?? "loadBalancer",
          },
          oidcIssuerProfile: issuerProfile(change, location, tenant.tenantId),
        }),
      },
    };
  },
  async carryOut({ id, body }, _before, { clusters, clock }) {
    if (clusters.get(id) === undefined) {
      const apiServer = `https://${textAt(body.properties, "fqdn") ?? ""}`;
      const url = textAt(body.properties, "oidcIssuerProfile", "issuerURL") ?? apiServer;
      await clusters.create(id, await ClusterIssuer.create(url, clock), apiServer);
    }
  },
  async remove(resource, { clusters, tenant }) {
    await clusters.remove(resource.id);
    removeSystemIdentity(resource, tenant);
  },
};

function demandProfiles({ body }: ResourceChange): void {
  const { properties, identity } = body;
  const pools = objectsAt(properties, "agentPoolProfiles");
  if (!pools.some(({ mode }) => sameId(String(mode), "System"))) {
    // @evidence documentation A cluster needs a system pool. Source: AKS, "Use system node pools"; the text is the
    // lab's.
    throw ArmError.invalidParameter("A cluster needs an agent pool of the mode System.", "agentPoolProfiles");
  }
  if (identity === undefined && properties.servicePrincipalProfile === undefined) {
    // @evidence documentation A cluster needs an identity or a service principal. Source: AKS, "Use a managed
    // identity"; the text is the lab's.
    throw ArmError.invalidParameter("A cluster needs an identity or a service principal.", "identity");
  }
  if (properties.dnsPrefix === undefined) {
    // @evidence documentation A cluster needs a DNS prefix. Source: AKS, "Managed Clusters - Create Or Update"; the
    // text is the lab's.
    throw ArmError.invalidParameter("Required parameter dnsPrefix is missing (null).", "dnsPrefix");
  }
  const outboundType = textAt(properties, "networkProfile", "outboundType") ?? "loadBalancer";
  if (!OUTBOUND_TYPES.includes(outboundType)) {
    throw ArmError.notInTheLab(
      `the outbound type ${outboundType}`,
      `Expected ${OUTBOUND_TYPES.join(" or ")}`,
    );
  }
}

/**
 * Once on, the issuer stays on.
 *
 * @evidence documentation The address of the issuer stays the same. Source: AKS, "Create an OpenID Connect provider
 *   for your AKS cluster".
 */
function issuerProfile({ body, before }: ResourceChange, location: string, tenantId: string): JsonObject {
  const former = objectAt(before?.body.properties, "oidcIssuerProfile");
  const { enabled = former.enabled ?? false } = objectAt(body.properties, "oidcIssuerProfile");
  if (former.enabled === true && enabled !== true) {
    // @evidence report The issuer of a cluster cannot be turned off: `OIDCIssuerFeatureCannotBeDisabled`. Source:
    // answers quoted in public logs of Terraform.
    throw new ArmError(400, "OIDCIssuerFeatureCannotBeDisabled", "OIDC issuer feature cannot be disabled.");
  }
  const wantsIdentities = objectAt(body.properties, "securityProfile", "workloadIdentity").enabled === true;
  if (enabled !== true && wantsIdentities) {
    // @evidence documentation Workload identity needs the issuer. Source: AKS, "Deploy and configure workload
    // identity"; the text is the lab's.
    throw ArmError.invalidParameter(
      "Workload identity needs the OIDC issuer.",
      "securityProfile.workloadIdentity",
    );
  }
  if (before !== undefined && former.enabled !== true && enabled === true) {
    throw ArmError.notInTheLab(
      "enabling the issuer of an existing cluster",
      "Create the cluster with oidcIssuerProfile.enabled",
    );
  }
  const issuerURL =
    former.issuerURL ?? `https://${location}${CLUSTER_ISSUER_DOMAIN}/${tenantId}/${randomUUID()}/`;
  return enabled === true ? { enabled, issuerURL } : { enabled: false };
}
