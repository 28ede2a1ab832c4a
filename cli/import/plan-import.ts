import { isObject } from "../../trust/json-object";
import { text, type CloudExports, type Json } from "./exports";
import { component, custom, type ImportedResource } from "./import-file";
import type { SetUp, SetUpWorkload } from "./set-up";

/**
 * The ID of the app role that the component gives its application. An application with another one is adopted, since a
 * change of the role would replace each assignment.
 */
export const OWN_APP_ROLE = "a7119b31-55cf-5972-b48f-b6169f0b8f2a";

/** Whether the application can become the component's own: it has the component's app role. */
export function isTakenOver({ application }: SetUp): boolean {
  return [application.appRoles].flat().some((role) => text(role, "id") === OWN_APP_ROLE);
}

/**
 * Lists what is imported: the component and its parts, with the names that they have in the program.
 *
 * @param name - The name of the component `AzureToAwsFederation`.
 */
export function planImport(name: string, setUp: SetUp, exports: CloudExports): ImportedResource[] {
  const { application, servicePrincipal } = setUp;
  const applicationId = `/applications/${text(application, "id")}`;
  return [
    component("AzureToAwsFederation", name, "federation"),
    component("EntraAudience", name, "audience", "federation"),
    ...(isTakenOver(setUp)
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
    ...attachedPolicies(exports).map(({ name: policy, arn }) =>
      custom(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        `${name}-managed-${entryName(policy)}`,
        `${roleName}/${arn}`,
        aws,
      ),
    ),
  ];
}

/**
 * The role's inline policies, with their documents as far as these were exported. They are not imported: the component
 * gives its own another name, and a change of the name replaces a policy.
 */
export function policiesOf(
  { role }: SetUpWorkload,
  { roles, rolePolicies, rolePolicyNames }: CloudExports,
): { readonly name: string; readonly document: unknown }[] {
  const shown = rolePolicies
    .filter((policy) => text(policy, "RoleName") === text(role, "RoleName"))
    .map((policy) => ({ name: text(policy, "PolicyName"), document: policy.PolicyDocument }));
  // A list of names does not say whose they are.
  const listed = roles.length === 1 ? rolePolicyNames : [];
  const others = listed.filter((name) => shown.every((policy) => policy.name !== name));
  return [...shown, ...others.map((name) => ({ name, document: undefined }))];
}

/** The managed policies that are attached to the role. Their list does not say whose it is either. */
export function attachedPolicies({
  roles,
  attachedPolicies: attached,
}: CloudExports): { readonly name: string; readonly arn: string }[] {
  return roles.length === 1
    ? attached.map((it) => ({ name: text(it, "PolicyName"), arn: text(it, "PolicyArn") }))
    : [];
}

/** The name of a policy as the component's arguments may have it. */
export function entryName(policy: string): string {
  return policy
    .replace(/[^A-Za-z0-9_-]+/g, "-")
    .slice(0, 40)
    .replace(/^[-_]+|[-_]+$/g, "");
}

/** The provider's ARN, which its export does not have: the roles name it. */
function providerArn({ provider, workloads }: SetUp): string {
  const url = text(provider, "Url").replace(/^https:\/\//, "");
  const named = workloads
    .flatMap(({ role }) => [documentOf(role).Statement].flat())
    .flatMap((statement) =>
      isObject(statement) && isObject(statement.Principal) ? [statement.Principal] : [],
    )
    .flatMap(({ Federated }) => [Federated].flat());
  const arn = named.find((it) => typeof it === "string" && it.endsWith(`:oidc-provider/${url}`));
  return String(arn);
}

function documentOf(role: Json): Json {
  const { AssumeRolePolicyDocument: document } = role;
  const value: unknown = typeof document === "string" ? JSON.parse(document) : document;
  return isObject(value) ? value : {};
}
