import type { EntraTokenVersion } from "./entra-issuer";

/** How well a fact about a resource is known. */
export type MicrosoftResourceGrade = "documentation" | "source code" | "log" | "third party" | "inferred";

/** An API that Microsoft runs, and for which identities of every tenant can get tokens. */
export interface MicrosoftResource {
  /** Its name for people, such as `Azure Resource Manager`. */
  readonly name: string;
  /** Its application ID, which is the same in every tenant of a cloud. `undefined` if no source names it. */
  readonly applicationId: string | undefined;
  /** Its application ID URIs in lower case and without a slash at the end. `*.` is any host below a domain. */
  readonly uris: readonly string[];
  /** The versions of the access tokens that it gets. */
  readonly tokenVersions: readonly EntraTokenVersion[];
  /** Whether anyone but the resource can verify its tokens, so that AWS STS accepts them. */
  readonly isVerifiable: boolean;
  /** Whether Microsoft sends its tokens to AWS STS and to nothing else, so that a trust policy may name it. */
  readonly isForAws: boolean;
  /** Whether it also calls other APIs, so that its application ID is the `azp` of tokens that pipelines get. */
  readonly isCaller: boolean;
  /** Where application ID and URIs come from. */
  readonly source: string;
  /** How well application ID and URIs are known. */
  readonly grade: MicrosoftResourceGrade;
  /** How well the token version is known, and whether others can verify the tokens. */
  readonly tokenGrade: MicrosoftResourceGrade;
}

type Details = Partial<Omit<MicrosoftResource, "name" | "applicationId" | "uris">>;

/** Resources of one source. URIs are written without `https://`. Tokens are of version 1 and verifiable unless a row says otherwise. */
function resources(
  source: string,
  grade: MicrosoftResourceGrade,
  rows: readonly (readonly [name: string, id: string | undefined, uris: string, details?: Details])[],
): MicrosoftResource[] {
  return rows.map(([name, applicationId, uris, details = {}]) => ({
    name,
    applicationId,
    uris: uris
      .split(" ")
      .filter((uri) => uri !== "")
      .map((uri) => (uri.includes("://") ? uri : `https://${uri}`)),
    tokenVersions: [1],
    isVerifiable: true,
    isForAws: false,
    isCaller: false,
    source,
    grade,
    tokenGrade: "inferred",
    ...details,
  }));
}

/** Version 1, as the resource's own manual or a public token shows. */
const SEEN: Details = { tokenGrade: "log" };
const DOCUMENTED: Details = { tokenGrade: "documentation" };

/**
 * Microsoft's own resources that a trust policy could name as the audience. That they get tokens of version 1 is inferred
 * for most: in all public tokens for them, `iss` names `sts.windows.net`.
 */
export const MICROSOFT_RESOURCES: readonly MicrosoftResource[] = [
  ...resources(
    "Azure CLI, azure/cli/core/cloud.py, and HashiCorp go-azure-sdk, sdk/environments",
    "source code",
    [
      [
        "Azure Resource Manager",
        "797f4846-ba00-4fd7-ba43-dac1f8f63013",
        "management.azure.com management.core.windows.net management.usgovcloudapi.net management.core.usgovcloudapi.net management.chinacloudapi.cn management.core.chinacloudapi.cn management.microsoftazure.de management.core.cloudapi.de",
        DOCUMENTED,
      ],
      // Its tokens have a nonce in their header that only Graph knows how to read. Source: Microsoft, "Access tokens in the
      // Microsoft identity platform": tokens of Microsoft's APIs in special formats cannot be validated.
      [
        "Microsoft Graph",
        "00000003-0000-0000-c000-000000000000",
        "graph.microsoft.com graph.microsoft.us dod-graph.microsoft.us microsoftgraph.chinacloudapi.cn graph.microsoft.de",
        { isVerifiable: false, ...DOCUMENTED },
      ],
      // Retired. That its tokens cannot be verified either is inferred from the same page.
      [
        "Azure AD Graph",
        "00000002-0000-0000-c000-000000000000",
        "graph.windows.net graph.chinacloudapi.cn graph.cloudapi.de graph.microsoftazure.us",
        { isVerifiable: false },
      ],
      [
        "Azure Key Vault",
        "cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
        "vault.azure.net vault.usgovcloudapi.net vault.azure.cn vault.microsoftazure.de *.vault.azure.net",
        SEEN,
      ],
      [
        "Azure Key Vault Managed HSM",
        "589d5083-6f11-4d30-a62a-a4b316a14abf",
        "managedhsm.azure.net managedhsm.usgovcloudapi.net managedhsm.azure.cn *.managedhsm.azure.net",
      ],
      [
        "Azure Storage",
        "e406a681-f3d4-42a8-90b6-c2b029497af1",
        "storage.azure.com *.blob.core.windows.net *.dfs.core.windows.net *.queue.core.windows.net *.table.core.windows.net *.file.core.windows.net *.blob.core.usgovcloudapi.net *.dfs.core.usgovcloudapi.net *.queue.core.usgovcloudapi.net *.blob.core.chinacloudapi.cn *.dfs.core.chinacloudapi.cn *.queue.core.chinacloudapi.cn",
        SEEN,
      ],
      [
        "Azure SQL Database",
        "022907d3-0f1b-48f7-badc-1ba6abab6d66",
        "database.windows.net database.usgovcloudapi.net database.chinacloudapi.cn database.cloudapi.de sql.azuresynapse.net *.database.windows.net",
        SEEN,
      ],
      [
        "Azure Database for PostgreSQL, MySQL, and MariaDB",
        "123cd850-d9df-40bd-94d5-c9f07b7fa203",
        "ossrdbms-aad.database.windows.net ossrdbms-aad.database.usgovcloudapi.net ossrdbms-aad.database.chinacloudapi.cn ossrdbms-aad.database.cloudapi.de",
      ],
      [
        "Log Analytics",
        "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5",
        "api.loganalytics.io api.loganalytics.us api.loganalytics.azure.cn api.loganalytics.azure.com *.api.loganalytics.io",
      ],
      [
        "Application Insights",
        "f5c26e74-f226-4ae8-85f0-b4af0080ac9e",
        "api.applicationinsights.io api.applicationinsights.us api.applicationinsights.azure.cn",
      ],
      [
        "Azure Service Bus",
        "80a10ef9-8168-493d-abf9-3297c4ef6e3c",
        "servicebus.azure.net servicebus.usgovcloudapi.net servicebus.chinacloudapi.cn *.servicebus.windows.net *.servicebus.usgovcloudapi.net *.servicebus.chinacloudapi.cn",
      ],
      [
        "Azure Cosmos DB",
        "a232010e-820c-4083-83bb-3ace5fc29d0b",
        "cosmos.azure.com *.documents.azure.com *.documents.azure.us *.documents.azure.cn",
      ],
      [
        "Azure Synapse",
        "1ac05c7e-12d2-4605-bf9d-549d7041c6b3",
        "dev.azuresynapse.net dev.azuresynapse.usgovcloudapi.net dev.azuresynapse.azure.cn *.dev.azuresynapse.net",
      ],
      ["Azure Synapse SQL", "9e09aefc-b2e5-4d19-9f74-3e3e8b11a57b", ""],
      [
        "Azure Batch",
        "ddbf3205-c6bd-46ae-8127-60eb93363864",
        "batch.core.windows.net batch.core.usgovcloudapi.net batch.chinacloudapi.cn batch.cloudapi.de",
      ],
      ["Azure Data Lake", "e9f49c6b-5ce5-44c8-925d-015017e9f7ad", "datalake.azure.net"],
      [
        "Azure Media Services",
        "374b2a64-3b6b-436b-934c-b820eacca870",
        "rest.media.azure.net rest.media.usgovcloudapi.net rest.media.chinacloudapi.cn rest.media.cloudapi.de",
      ],
      [
        "Azure AI Search",
        "880da380-985e-4198-81b9-e05b1cc53158",
        "search.azure.com search.azure.us search.azure.cn *.search.windows.net",
      ],
      ["Azure IoT Central", "9edfcdd9-0bc5-4bd4-b287-c3afc716aac7", "apps.azureiotcentral.com"],
      ["Azure Attestation", "c61423b7-1d1f-430d-b444-0eee53298103", "attest.azure.net"],
      [
        "Office 365 Exchange Online",
        "00000002-0000-0ff1-ce00-000000000000",
        "outlook.office365.com outlook.office.com outlook-sdf.office.com ps.compliance.protection.outlook.com",
      ],
    ],
  ),
  ...resources("HashiCorp go-azure-sdk, application IDs; URIs from the services' manuals", "source code", [
    [
      "Azure Databricks",
      "2ff814a6-3304-4ab8-85cb-cd0e6f879c1d",
      "databricks.azure.com *.azuredatabricks.net",
      DOCUMENTED,
    ],
    [
      "Azure DevOps",
      "499b84ac-1321-427f-aa17-267ca6975798",
      "app.vssps.visualstudio.com",
      { isCaller: true, ...SEEN },
    ],
    ["Azure Event Hubs", "80369ed6-5f11-4dd9-bef3-692475845e77", "eventhubs.azure.net", DOCUMENTED],
    [
      "Azure App Configuration",
      "35ffadb3-7fc1-497e-b61b-381d28e744cc",
      "azconfig.io appconfig.azure.com *.azconfig.io *.azconfig.azure.us *.azconfig.azure.cn",
    ],
    [
      "Azure Container Registry",
      "6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26",
      "containerregistry.azure.net *.azurecr.io *.azurecr.us *.azurecr.cn",
    ],
    [
      "Azure AI services",
      "7d312290-28c8-473c-a0ed-8e53749b6d6d",
      "cognitiveservices.azure.com cognitiveservices.azure.us cognitiveservices.azure.cn *.cognitiveservices.azure.com *.openai.azure.com",
    ],
    ["Azure Kubernetes Service", "6dae42f8-4368-4678-94ff-3960e28e3630", "", DOCUMENTED],
    ["Azure Digital Twins", "0b07f429-9f4b-4714-9392-cc5e8e80c8b0", "digitaltwins.azure.net"],
    [
      "Azure IoT Hub Device Provisioning",
      "0cd79364-7a90-4354-9984-6e36c841418d",
      "azure-devices-provisioning.net",
    ],
    [
      "Azure Data Explorer",
      "2746ea77-4702-4b45-80ca-3c97e680e8b7",
      "kusto.windows.net api.kusto.windows.net *.kusto.windows.net *.kusto.usgovcloudapi.net *.kusto.chinacloudapi.cn *.kusto.fabric.microsoft.com",
    ],
    ["Azure Data Explorer (multifactor)", "725d0e77-e1fd-48f1-a295-2115457f7609", ""],
    ["Azure Maps", "ba1ea022-5807-41d5-bbeb-292c7e1cf5f6", "atlas.microsoft.com"],
    ["Microsoft Purview", "73c2949e-da2d-457a-9607-fcc665198967", "purview.azure.net"],
    ["Azure Analysis Services", "4ac7d521-0382-477b-b0f8-7e1d95f85ca2", "*.asazure.windows.net"],
    [
      "Azure Health Data Services",
      "4f6778d8-5aef-43dc-a1ff-b073724b9495",
      "azurehealthcareapis.com *.azurehealthcareapis.com",
    ],
    ["Azure HDInsight", "7865c1d2-f040-46cc-875f-831a1ef6a28a", "*.azurehdinsight.net"],
    ["Azure API Management", "8602e328-9b72-4f2d-a4ae-1387d013a2b3", "azure-api.net/authorization-manager"],
    ["Azure App Service", "abfa0a7c-a6b6-4736-8310-5855508787cd", "appservice.azure.com"],
    [
      "Power BI and Microsoft Fabric",
      "00000009-0000-0000-c000-000000000000",
      "analysis.windows.net/powerbi analysis.usgovcloudapi.net/powerbi analysis.chinacloudapi.cn/powerbi api.fabric.microsoft.com api.powerbi.com",
      SEEN,
    ],
    [
      "Office 365 SharePoint Online",
      "00000003-0000-0ff1-ce00-000000000000",
      "*.sharepoint.com *.sharepoint.us *.sharepoint.cn *.sharepoint.de *.sharepoint-mil.us",
    ],
    [
      "Microsoft Dataverse and Dynamics 365",
      "00000007-0000-0000-c000-000000000000",
      "*.dynamics.com *.microsoftdynamics.us *.dynamics.cn *.microsoftdynamics.de *.appsplatform.us",
    ],
    ["Dynamics 365 Finance", "00000015-0000-0000-c000-000000000000", "*.operations.dynamics.com"],
    [
      "Dynamics 365 Business Central",
      "996def3d-b36c-4153-8607-a6fd3c01b89f",
      "api.businesscentral.dynamics.com",
    ],
    [
      "Office 365 Management APIs",
      "c5393580-f805-4401-95e8-94b7a6ef2fc2",
      "manage.office.com manage.office365.us",
    ],
    ["Microsoft Teams", "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", "api.spaces.skype.com"],
    ["Skype for Business Online", "00000004-0000-0ff1-ce00-000000000000", "api.skypeforbusiness.com"],
    ["OneNote", "2d4d3d8e-2be3-4bef-9f87-7875a61c29de", "onenote.com"],
    ["Viva Engage", "00000005-0000-0ff1-ce00-000000000000", "api.yammer.com"],
    ["Microsoft Power Automate", "7df0a125-d3be-4c96-aa54-591f83ff541c", "service.flow.microsoft.com"],
    ["Azure Rights Management", "00000012-0000-0000-c000-000000000000", "aadrm.com"],
    [
      "Microsoft Defender for Endpoint",
      "fc780465-2017-40d4-a0c5-307022471b92",
      "api.securitycenter.microsoft.com securitycenter.onmicrosoft.com/windowsatpservice",
    ],
    ["Microsoft Defender XDR", "8ee8fdad-f234-4243-8f3b-15c294843740", "api.security.microsoft.com"],
    ["Microsoft Intune", "c161e42e-d4df-4a3d-9b42-e7a3c31f59d4", "api.manage.microsoft.com"],
    ["Azure VPN", "41b23e61-6c1e-4545-b367-cd054e0ed4b4", ""],
    ["Azure Virtual Desktop", "9cdead84-a844-4324-93f2-b2e6bb768d07", "www.wvd.microsoft.com"],
    ["Azure Linux VM sign-in", "ce6ff14a-7fdc-4685-bbe0-f6afdfcfa8e0", ""],
    ["Azure Windows VM sign-in", "372140e0-b3b7-4226-8ef9-d57986796201", ""],
  ]),
  ...resources("The Azure SDKs' default scopes and the services' manuals", "documentation", [
    ["Azure Communication Services", "1fd5118e-2576-4263-8130-9503064c837a", "communication.azure.com"],
    [
      "Azure Monitor",
      undefined,
      "monitor.azure.com monitor.azure.us monitor.azure.cn monitoring.azure.com *.monitor.azure.com",
    ],
    ["Azure Machine Learning", "18a66f5f-dbdf-4c17-9dd7-1634712a9cbe", "ml.azure.com ai.azure.com"],
    ["Azure Event Grid", undefined, "eventgrid.azure.net"],
    ["Azure Relay", undefined, "relay.azure.net"],
    ["Azure IoT Hub", undefined, "iothubs.azure.net"],
    ["Azure SignalR", undefined, "signalr.azure.com webpubsub.azure.com"],
    ["Azure Confidential Ledger", undefined, "confidential-ledger.azure.com"],
    ["Azure Cache for Redis", undefined, "redis.azure.com"],
    ["Bot Framework", undefined, "api.botframework.com api.botframework.us"],
    ["Microsoft Power Apps", "475226c6-020e-4fb2-8a90-7a972cbfc1d4", "service.powerapps.com"],
  ]),
  // A token for a pipeline's or an agent's own use: `aud` is the application ID, `ver` is 2.0. Source of the tokens: public
  // ones in gravitational/teleport, RFD 211, and in samples of Entra Agent ID.
  ...resources('Microsoft, "Verify first-party Microsoft applications in sign-in reports"', "documentation", [
    [
      "Azure AD token exchange",
      "fb60f99c-7a34-4190-8149-302f77469936",
      "api://azureadtokenexchange api://azureadtokenexchangeusgov api://azureadtokenexchangechina",
      { tokenVersions: [2], ...SEEN },
    ],
  ]),
  // Power BI's connectors get a token for each data source. It is handed to that source: Snowflake, Redshift, BigQuery.
  ...resources("The connectors of Power BI and the manuals of their data sources", "third party", [
    [
      "Power BI connectors",
      undefined,
      "analysis.windows.net/powerbi/connector analysis.usgovcloudapi.net/powerbi/connector",
      SEEN,
    ],
    // The Athena connector hands its token to the ODBC driver, which calls STS. Source: the connector's source code.
    [
      "Power BI connector for Amazon Athena",
      undefined,
      "analysis.windows.net/powerbi/connector/amazonathena",
      { isForAws: true },
    ],
  ]),
  ...resources(
    'Microsoft, "Integrate Microsoft Entra with AWS S3 shortcuts using service principal"',
    "documentation",
    [
      [
        "Microsoft Fabric S3 shortcuts",
        undefined,
        "analysis.windows.net/powerbi/connector/amazons3",
        { isForAws: true, ...DOCUMENTED },
      ],
    ],
  ),
];

/**
 * Domains that no tenant of a customer's can verify, so that no application of a customer's has a web address on them as its
 * application ID URI. Source: Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications" (documented); the
 * domains are those of the table and of the services' manuals.
 */
const MICROSOFT_DOMAINS: readonly string[] = [
  "azure.cn",
  "azure.com",
  "azure.net",
  "azure.us",
  "azureml.ms",
  "chinacloudapi.cn",
  "microsoft.com",
  "microsoft.us",
  "microsoftonline.com",
  "microsoftonline.us",
  "office.com",
  "office365.com",
  "powerapps.com",
  "powerbi.com",
  "powerplatform.com",
  "usgovcloudapi.net",
  "windows.net",
];

/** Hosts below these domains that customers name: applications from before Entra demanded a verified domain may have them. */
const NAMED_BY_CUSTOMERS =
  /\.(?:cloudapp(?:\.usgovcloudapi|\.chinacloudapi)?\.(?:azure\.com|net|cn)|web\.core\.[\w.]+)$/;

/** The resource of Microsoft's at a host, in lower case, that the table does not have; `undefined` if customers can own the host. */
export function resourceOnMicrosoftDomain(host: string): MicrosoftResource | undefined {
  const isMicrosofts = MICROSOFT_DOMAINS.some((domain) => host === domain || host.endsWith(`.${domain}`));
  const source = 'Microsoft, "Restrictions on identifier URIs of Microsoft Entra applications"';
  return isMicrosofts && !NAMED_BY_CUSTOMERS.test(host)
    ? resources(source, "inferred", [[`Microsoft's ${host}`, undefined, host]])[0]
    : undefined;
}
