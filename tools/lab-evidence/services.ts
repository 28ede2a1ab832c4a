/** Which service a file of the lab plays. */

/** Services in the order of the page, each with the paths of its files. The longest path that fits decides. */
const SERVICES: readonly (readonly [string, readonly string[]])[] = [
  ["Microsoft Graph", ["lab/azure/graph/"]],
  ["Entra directory", ["lab/azure/directory/"]],
  ["Entra tokens", ["lab/azure/entra/"]],
  [
    "Azure Resource Manager",
    [
      "lab/azure/arm/",
      "lab/arm-types/",
      "lab/azure/resources/",
      "lab/azure/azure-double.ts",
      "lab/azure/azure-hosts.ts",
    ],
  ],
  [
    "Managed identities",
    [
      "lab/azure/arm/types/user-assigned-identities.ts",
      "lab/azure/arm/types/federated-identity-credentials.ts",
      "lab/azure/resources/attached-identities.ts",
    ],
  ],
  [
    "Networks",
    [
      "lab/azure/arm/types/nat-gateways.ts",
      "lab/azure/arm/types/network-interfaces.ts",
      "lab/azure/arm/types/network-security-groups.ts",
      "lab/azure/arm/types/public-ip-addresses.ts",
      "lab/azure/arm/types/public-ip-prefixes.ts",
      "lab/azure/arm/types/subnets.ts",
      "lab/azure/arm/types/virtual-networks.ts",
      "lab/azure/resources/ip-network.ts",
      "lab/azure/vm/egress-gateway.ts",
      "lab/azure/vm/egress-route.ts",
      "lab/azure/vm/inbound-access.ts",
      "lab/azure/vm/ssh-login.ts",
    ],
  ],
  [
    "Virtual machines",
    [
      "lab/azure/arm/compute-catalog.ts",
      "lab/azure/arm/compute-offer-router.ts",
      "lab/azure/arm/interface-reservations.ts",
      "lab/azure/arm/types/availability-zones.ts",
      "lab/azure/arm/types/disks.ts",
      "lab/azure/arm/types/images.ts",
      "lab/azure/arm/types/linux-profile.ts",
      "lab/azure/arm/types/machine-attachments.ts",
      "lab/azure/arm/types/machine-extensions.ts",
      "lab/azure/arm/types/machine-offer.ts",
      "lab/azure/arm/types/security-profile.ts",
      "lab/azure/arm/types/virtual-machine-scale-sets.ts",
      "lab/azure/arm/types/virtual-machines.ts",
      "lab/azure/vm/",
    ],
  ],
  [
    "Run Command",
    ["lab/azure/arm/types/run-commands.ts", "lab/azure/vm/guest-environment.ts", "lab/azure/vm/lab-vm.ts"],
  ],
  ["Instance metadata service", ["lab/azure/imds/"]],
  [
    "Container apps",
    [
      "lab/azure/arm/types/container-apps.ts",
      "lab/azure/arm/types/managed-environments.ts",
      "lab/azure/container-apps/",
      "lab/azure/container/",
    ],
  ],
  [
    "App Service",
    ["lab/azure/arm/types/server-farms.ts", "lab/azure/arm/types/web-apps.ts", "lab/azure/app-service/"],
  ],
  [
    "Identity endpoint of apps",
    [
      "lab/azure/app-service/app-token.ts",
      "lab/azure/app-service/identity-endpoint.ts",
      "lab/azure/app-service/identity-endpoint-error.ts",
    ],
  ],
  ["Azure Kubernetes Service", ["lab/azure/arm/types/managed-clusters.ts", "lab/azure/kubernetes/"]],
  ["AWS IAM", ["lab/aws/"]],
  [
    "AWS STS",
    [
      "lab/aws/sts/",
      "lab/aws/front.ts",
      "lab/aws/ministack_gaps/policy_variables.py",
      "lab/aws/ministack_gaps/replication.py",
      "lab/aws/ministack_gaps/session_age.py",
      "lab/aws/ministack_gaps/web_identity.py",
      "lab/aws/ministack_gaps/web_identity_events.py",
    ],
  ],
];

/** The services in the order of the page. */
export const SERVICE_NAMES: readonly string[] = SERVICES.map(([name]) => name);

/** The service that a file plays. @throws Error for a file that is in none of the folders. */
export function serviceOf(path: string): string {
  const fitting = SERVICES.flatMap(([name, paths]) =>
    paths
      .filter((beginning) => path.startsWith(beginning))
      .map((beginning) => ({ name, length: beginning.length })),
  ).sort((one, other) => other.length - one.length);
  const [first] = fitting;
  if (first === undefined) {
    throw new Error(`${path}: no service. Add the file to tools/lab-evidence/services.ts.`);
  }
  return first.name;
}
