/** What the generators of SDKs are told, by language. */

const respectSchemaVersion = true;

/** Names of the SDKs' packages; without them each would be called after Pulumi, which has not made this one. */
export const LANGUAGES = {
  nodejs: { respectSchemaVersion, packageName: "@azure-to-aws/federation" },
  python: { respectSchemaVersion, packageName: "azure_to_aws_federation", pyproject: { enabled: true } },
  // Without the extra types the generator writes down names of types that it does not make: a plain map or list of
  // structures with inputs in them.
  go: { respectSchemaVersion, generateExtraInputTypes: true },
  csharp: { respectSchemaVersion, namespaces: { "azure-to-aws-federation": "AzureToAwsFederation" } },
  java: { respectSchemaVersion },
} as const;
