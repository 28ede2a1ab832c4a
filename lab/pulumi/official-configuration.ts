/** The stack configuration by which official plugins find the lab. */
import type { OfficialPlugins } from "./official-plugins";

/** Where official plugins find the lab. */
export interface OfficialEndpoints {
  /** Endpoint of all services of AWS: `http://127.0.0.1:<port>`. */
  readonly aws: string;
  /** Azure Resource Manager over TLS, whose `/metadata/endpoints` names the other services: `https://localhost:<port>`. */
  readonly arm: string;
}

/** Services of AWS that the components and the examples use. */
const AWS_SERVICES = ["iam", "sts", "s3"];

/** By package: what its provider takes, without the namespace. */
const CONFIGURATIONS: Readonly<
  Record<string, (endpoints: OfficialEndpoints) => Readonly<Record<string, unknown>>>
> = {
  aws: ({ aws }) => ({
    endpoints: [Object.fromEntries(AWS_SERVICES.map((service) => [service, aws]))],
    s3UsePathStyle: true,
    // Source (source code): `validateCredentials` in provider/resources.go of pulumi/pulumi-aws asks STS before the provider
    // runs, and does not know `endpoints`.
    skipCredentialsValidation: true,
    skipMetadataApiCheck: true,
  }),
  // Source (source code): internal/provider/provider.go of hashicorp/terraform-provider-azuread, and `environments.FromEndpoint` of
  // hashicorp/go-azure-sdk. With it, `environment` is ignored.
  azuread: ({ arm }) => ({ metadataHost: new URL(arm).host }),
  // Source (source code): `FromMetadataEndpoint` in provider/pkg/azure/cloud of pulumi/pulumi-azure-native, and its SDK's
  // `ProviderArgs`. Without the second, the login asks login.microsoftonline.com whether the lab's authority is one.
  "azure-native": ({ arm }) => ({ metadataHost: new URL(arm).host, disableInstanceDiscovery: true }),
};

/** What a stack needs so that these plugins find the lab, with namespaces such as `azure-native:`. The login is in the environment. */
export function officialConfiguration(
  plugins: OfficialPlugins,
  endpoints: OfficialEndpoints,
): Readonly<Record<string, unknown>> {
  const settings = Object.keys(plugins).flatMap((name) =>
    Object.entries(CONFIGURATIONS[name]?.(endpoints) ?? {}).map(
      ([setting, value]) => [`${name}:${setting}`, value] as const,
    ),
  );
  return Object.fromEntries(settings);
}
