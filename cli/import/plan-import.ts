/** Decides which resources the import file lists, and under which names and IDs. */
import { coded } from "../../messages";
import { isObject } from "../../trust";
import { isTakenOver } from "./application";
import { trustDocumentOf } from "./exported-trust";
import { type CloudExports, text } from "./exports";
import { component, custom, type ImportedResource } from "./import-file";
import { inlinePoliciesOf, managedPoliciesOf } from "./role-policies";
import { type SetUp, SetUpError } from "./set-up";
import type { SetUpWorkload } from "./set-up-workload";

/**
 * Lists what is imported: the component and its parts, with the names that they have in the program.
 *
 * @param name - The name of the component `AzureToAwsFederation`.
 * @throws {SetUpError} If two parts would have the same name in the program.
 */
export function planImport(name: string, setUp: SetUp, exports: CloudExports): ImportedResource[] {
  const resources = planFederation(name, setUp, exports);
  const problems = resources
    .filter((one, index) => resources.findIndex((other) => other.name === one.name) !== index)
    .map(({ logicalName }) =>
      coded(
        "import-names-collide",
        `two parts would both be named ${logicalName} in the program. Give one of the workloads another name with --workload`,
      ),
    );
  if (problems.length > 0) {
    throw new SetUpError(problems);
  }
  return resources;
}

function planFederation(name: string, setUp: SetUp, exports: CloudExports): ImportedResource[] {
  const { application, servicePrincipal } = setUp;
  const applicationId = `/applications/${text(application, "id")}`;
  return [
    component("AzureToAwsFederation", name, "federation"),
    component("EntraAudience", name, "audience", "federation"),
    ...(isTakenOver(application)
      ? [
          custom("azuread:index/application:Application", `${name}-application`, applicationId, "audience"),
          custom(
            "azuread:index/servicePrincipal:ServicePrincipal",
            `${name}-service-principal`,
            `/servicePrincipals/${text(servicePrincipal, "id")}`,
            "audience",
          ),
        ]
      : []),
    component("AwsOidcProvider", name, "provider", "federation"),
    custom(
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
      `${name}-oidc-provider`,
      providerArn(setUp),
      "provider",
    ),
    ...setUp.workloads.flatMap((workload) =>
      planWorkload(`${name}-${workload.key}`, workload, setUp, exports),
    ),
  ];
}

function planWorkload(
  name: string,
  workload: SetUpWorkload,
  { servicePrincipal }: SetUp,
  exports: CloudExports,
): ImportedResource[] {
  const { key, role, identity, assignment } = workload;
  const [azure, aws] = [`workload ${key}`, `role ${key}`];
  const roleName = text(role, "RoleName");
  return [
    component("AzureWorkload", name, azure, "federation"),
    custom(
      "azure-native:managedidentity:UserAssignedIdentity",
      `${name}-identity`,
      text(identity, "id"),
      azure,
    ),
    ...(assignment === undefined
      ? []
      : [
          custom(
            "azuread:index/appRoleAssignment:AppRoleAssignment",
            `${name}-assignment`,
            `/servicePrincipals/${text(servicePrincipal, "id")}/appRoleAssignedTo/${text(assignment, "id")}`,
            azure,
          ),
        ]),
    component("FederatedRole", name, aws, "federation"),
    custom("aws:iam/role:Role", `${name}-role`, roleName, aws),
    ...inlinePoliciesOf(role, exports).map(({ entry, name: policy }) =>
      custom("aws:iam/rolePolicy:RolePolicy", `${name}-inline-${entry}`, `${roleName}:${policy}`, aws),
    ),
    ...managedPoliciesOf(exports).map(({ entry, arn }) =>
      custom(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        `${name}-managed-${entry}`,
        `${roleName}/${arn}`,
        aws,
      ),
    ),
  ];
}

/** The provider's ARN, which its export does not have: the roles name it. */
function providerArn({ provider, workloads }: SetUp): string {
  const url = text(provider, "Url").replace(/^https:\/\//, "");
  const named = workloads
    .flatMap(({ role }) => [trustDocumentOf(role).Statement].flat())
    .flatMap((statement) =>
      isObject(statement) && isObject(statement.Principal) ? [statement.Principal] : [],
    )
    .flatMap(({ Federated }) => [Federated].flat());
  const arn = named.find((it) => typeof it === "string" && it.endsWith(`:oidc-provider/${url}`));
  return String(arn);
}
