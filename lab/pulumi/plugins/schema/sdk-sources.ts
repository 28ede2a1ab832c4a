/** Which classes of the provider SDKs the lab's plugins serve. */
import { ARM_TYPES } from "../../../arm-types/arm-types";

/** One provider package and the modules in it that declare the served classes, one class a module. */
export interface SdkSource {
  /** npm package. */
  readonly packageName: string;
  /** Name of the plugin and of the generated table. */
  readonly plugin: string;
  /** Paths inside the package, without extension. */
  readonly modules: readonly string[];
}

/** The served classes by provider. A new row in a plugin's table needs its module here. */
export const sdkSources: readonly SdkSource[] = [
  {
    packageName: "@pulumi/aws",
    plugin: "aws",
    modules: [
      "cloudformation/stackSet",
      "iam/accessKey",
      "iam/openIdConnectProvider",
      "iam/policy",
      "iam/role",
      "iam/rolePolicy",
      "iam/rolePolicyAttachment",
      "iam/user",
      "iam/userPolicy",
      "s3/bucket",
    ],
  },
  {
    packageName: "@pulumi/azuread",
    plugin: "azuread",
    modules: [
      "appRoleAssignment",
      "application",
      "applicationFederatedIdentityCredential",
      "applicationFlexibleFederatedIdentityCredential",
      "applicationIdentifierUri",
      "applicationOwner",
      "applicationPassword",
      "servicePrincipal",
    ],
  },
  {
    packageName: "@pulumi/azure-native",
    plugin: "azure-native",
    modules: [
      ...ARM_TYPES.flatMap(({ pulumi }) => (pulumi === undefined ? [] : [moduleOf(pulumi.token)])),
      "authorization/roleAssignment",
    ].sort(),
  },
];

/** The module of a class: `network/natGateway` of `azure-native:network:NatGateway`. */
function moduleOf(token: string): string {
  const [, module = "", name = ""] = token.split(":");
  return `${module}/${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
