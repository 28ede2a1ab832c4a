import type { IssuerFacts, StandIn } from "./known-issuer";
import { AWS_CONTROLS, DEFAULT_CLAIMS, manual } from "./shared-facts";

/** A service that Microsoft runs in its own tenant and that fetches data from customers' accounts. */
export type MicrosoftService = "sentinel" | "defender-for-cloud";

/** All of {@link MicrosoftService}, for schemas and command lines. */
export const MICROSOFT_SERVICES: readonly MicrosoftService[] = ["sentinel", "defender-for-cloud"];

const ID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** The key that AWS demands of trusts with Microsoft's tenant. The caller chooses it, so it names, but does not prove. */
const SESSION_NAME = "sts:RoleSessionName";

function service(name: MicrosoftService, prefix: string, audiences: readonly string[] | undefined): StandIn {
  const form = new RegExp(`^${prefix}${ID}$`, "i");
  return {
    key: SESSION_NAME,
    names: "session",
    needsAudience: true,
    service: name,
    example: `${prefix}<ID>`,
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
} as const;

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
    standIns: [
      service("sentinel", "MicrosoftSentinel_", ["api://1462b192-27f7-4cb9-8523-0f4ecb54b47e"]),
      service("defender-for-cloud", "MicrosoftDefenderForClouds_", undefined),
    ],
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
    providers: ["sts.windows.net/cab8a31a-1906-4287-a0d8-4eef66b95f6e/"],
    standIns: [
      service("sentinel", "MicrosoftSentinel_", ["api://d4230588-5f84-4281-a9c7-2c15194b28f7"]),
      service("defender-for-cloud", "MicrosoftDefenderForClouds_", undefined),
    ],
    sources: [manual(SENTINEL, SENTINEL_URL), manual(DEFENDER, DEFENDER_URL)],
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
