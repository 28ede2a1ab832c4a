import { DEFAULT_CLAIMS } from "../policy/condition-keys";
import type { IssuerFacts, StandIn } from "./issuer-facts";
import { AWS_CONTROLS, manual } from "./shared-facts";

/**
 * A service of Microsoft's that fetches data from customers' accounts. The first three sign in from Microsoft's own tenants,
 * the others as an application of the customer's tenant.
 */
export type MicrosoftService = "sentinel" | "defender-for-cloud" | "arc" | "fabric" | "ciem";

/** All of {@link MicrosoftService}, for schemas and command lines. */
export const MICROSOFT_SERVICES: readonly MicrosoftService[] = [
  "sentinel",
  "defender-for-cloud",
  "arc",
  "fabric",
  "ciem",
];

/** A service that signs in as an application of the customer's tenant, so the subject is the customer's own. */
export interface ServiceInYourTenant {
  readonly service: MicrosoftService;
  readonly name: string;
  readonly audience: string;
}

/**
 * Sources: Microsoft, "Integrate Microsoft Entra with AWS S3 shortcuts using service principal"; Microsoft's onboarding
 * template for AWS accounts in Defender for Cloud, as public copies have it.
 */
const IN_YOUR_TENANT: readonly ServiceInYourTenant[] = [
  {
    service: "fabric",
    name: "Microsoft Fabric",
    audience: "https://analysis.windows.net/powerbi/connector/AmazonS3",
  },
  {
    service: "ciem",
    name: "the permissions management of Microsoft Defender for Cloud",
    audience: "api://mciem-aws-oidc-app",
  },
];

/** The service that an audience is for, if it signs in as an application of the customer's tenant. */
export function serviceOfAudience(audience: string): ServiceInYourTenant | undefined {
  const folded = audience.toLowerCase();
  return IN_YOUR_TENANT.find((one) => one.audience.toLowerCase() === folded);
}

const ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The key that AWS demands of trusts with Microsoft's tenant. The caller chooses it, so it names, but does not prove. */
const SESSION_NAME = "sts:RoleSessionName";

function service(name: MicrosoftService, prefix: string, id: string, audiences?: readonly string[]): StandIn {
  const form = new RegExp(`^${prefix}${ID}$`, "i");
  return {
    key: SESSION_NAME,
    names: "session",
    needsAudience: true,
    service: name,
    example: `${prefix}<${id}>`,
    accepts: (value, isPattern) => !isPattern && form.test(value),
    ...(audiences === undefined ? {} : { audiences }),
    note: "a session name of a service that Microsoft runs in its own tenant. Microsoft's tenant has no identity of yours to name",
  };
}

const SENTINEL = 'Microsoft, "Set up your AWS environment to collect AWS logs to Microsoft Sentinel"';
const SENTINEL_URL = "https://learn.microsoft.com/azure/sentinel/connect-aws-configure-environment";
const DEFENDER = 'Microsoft, "Authentication architecture for AWS connectors"';
const DEFENDER_URL =
  "https://learn.microsoft.com/azure/defender-for-cloud/concept-authentication-architecture-aws";

const TENANT_OF_MICROSOFT = {
  crowd: "anyone",
  everyone: "Any service in Microsoft's own tenant",
  filled: DEFAULT_CLAIMS,
  boundaries: [],
  exactMustNameOwner: true,
  actsForCustomers: true,
} as const;

const sentinel = (audience: string): StandIn =>
  service("sentinel", "MicrosoftSentinel_", "workspace ID", [audience]);
const defender = service("defender-for-cloud", "MicrosoftDefenderForClouds_", "tenant ID");

/** Tenants of Microsoft's that customers trust for its services. They come before Entra's own rows: they have no identity of the customer's. */
export const microsoftTenants: readonly IssuerFacts[] = [
  {
    ...TENANT_OF_MICROSOFT,
    id: "microsoft-services",
    name: "Microsoft's services",
    providers: [
      "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d/",
      "login.microsoftonline.com/33e01921-4d64-4f8c-a055-5bdaffd5e33d/v2.0",
    ],
    standIns: [sentinel("api://1462b192-27f7-4cb9-8523-0f4ecb54b47e"), defender],
    iamDemands: {
      claims: [SESSION_NAME],
      error: `must evaluate, using StringEquals, StringLike or StringEqualsIgnoreCase, ${SESSION_NAME} which is not scoped to all.`,
    },
    sources: [manual(SENTINEL, SENTINEL_URL), manual(DEFENDER, DEFENDER_URL), AWS_CONTROLS],
  },
  {
    ...TENANT_OF_MICROSOFT,
    id: "microsoft-services-government",
    name: "Microsoft's services in Azure Government",
    providers: [
      "sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/",
      "login.microsoftonline.us/cab8a31a-1906-4287-a0d8-4eef66b95f6e/v2.0",
    ],
    standIns: [sentinel("api://d4230588-5f84-4281-a9c7-2c15194b28f7"), defender],
    sources: [manual(SENTINEL, SENTINEL_URL), manual(DEFENDER, DEFENDER_URL)],
  },
  {
    ...TENANT_OF_MICROSOFT,
    id: "microsoft-arc",
    name: "Azure Arc's multicloud connector",
    providers: [
      "sts.windows.net/975f013f-7f24-47e8-a7d3-abc4752bf346/",
      "login.microsoftonline.com/975f013f-7f24-47e8-a7d3-abc4752bf346/v2.0",
    ],
    standIns: [service("arc", "ConnectorPrimaryIdentifier_", "connector ID")],
    sources: [
      manual(
        'Microsoft, "Troubleshoot multicloud connector enabled by Azure Arc"',
        "https://learn.microsoft.com/azure/azure-arc/multicloud-connector/troubleshoot",
      ),
      {
        title: "Public copies of the connector's authentication template, with its audience and session name",
        url: "https://learn.microsoft.com/azure/azure-arc/multicloud-connector/connect-to-aws",
        grade: "third party",
      },
    ],
  },
  {
    id: "microsoft-accounts",
    name: "Microsoft's personal accounts",
    providers: [
      "login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0",
      "sts.windows.net/9188040d-6c67-4c5b-b112-36a304b66dad/",
    ],
    crowd: "anyone",
    everyone: "Anyone with a personal Microsoft account",
    filled: DEFAULT_CLAIMS,
    boundaries: [],
    subjects: ["<sub of the user>"],
    sources: [
      manual(
        'Microsoft, "ID token claims reference"',
        "https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference",
      ),
    ],
  },
];
