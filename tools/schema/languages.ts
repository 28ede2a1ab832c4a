/** Settings of the generators of SDKs, by language. */
import { PROJECT } from "../../messages";

/** Name of the Pulumi package. The npm package has another: its name is scoped, which a Pulumi name cannot be. */
export const PULUMI_PACKAGE = "azure-to-aws-federation";

/**
 * Path of the Go module. Go downloads a module from the address that its path names. Until the project has an address, the
 * path is one that nobody can own (RFC 2606, section 3), so programs need a `replace` line or a module proxy of their own.
 */
export const GO_MODULE =
  PROJECT.repository === undefined
    ? "example.com/pulumi-azure-to-aws-federation/sdk/go"
    : `${PROJECT.repository.replace(/^https?:\/\//, "")}/sdk/go`;

const respectSchemaVersion = true;

/** Names of the SDKs' packages; without them each would be called after Pulumi, which has not made this one. */
export const LANGUAGES = {
  nodejs: { respectSchemaVersion, packageName: "@azure-to-aws/federation" },
  python: { respectSchemaVersion, packageName: "azure_to_aws_federation", pyproject: { enabled: true } },
  // Without the extra types the generator writes down names of types that it does not make: a plain map or list of
  // structures with inputs in them.
  go: {
    respectSchemaVersion,
    generateExtraInputTypes: true,
    modulePath: GO_MODULE,
    importBasePath: `${GO_MODULE}/azuretoawsfederation`,
  },
  // The namespace of a package must not be called as one of its classes: C# would take the one for the other.
  csharp: {
    respectSchemaVersion,
    rootNamespace: "AzureToAws",
    namespaces: { [PULUMI_PACKAGE]: "Federation" },
  },
  // Maven Central takes only groups of a domain or an account that the publisher has; the project has none yet.
  java: { respectSchemaVersion, basePackage: "azuretoaws", packages: { [PULUMI_PACKAGE]: "federation" } },
} as const;

/** The namespace of the SDK for .NET. */
export function csharpNamespace(): string {
  const { rootNamespace, namespaces } = LANGUAGES.csharp;
  return `${rootNamespace}.${namespaces[PULUMI_PACKAGE]}`;
}

/** The package of the SDK for Java. */
export function javaPackage(): string {
  const { basePackage, packages } = LANGUAGES.java;
  return `${basePackage}.${packages[PULUMI_PACKAGE]}`;
}
