/** A federation as people make it by hand, and what the two clouds' command lines print of it. */

/** What the program that makes it exports: facts of all, and of each workload. */
export type Made = Readonly<Record<string, string>> & {
  readonly workloads: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

/** Names and documents of the policies inside a role. */
export type Policies = Readonly<Record<string, string>>;

/** What one workload gets, by its name. Its role is called `azure-<name>`, its identity by its name. */
export type Workloads = Readonly<Record<string, Policies>>;

/** A policy's document that allows an action on everything. */
export function allows(action: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: action, Resource: "*" }],
  });
}

/** A program that makes all parts one by one, as the clouds' documentation has it. */
export function byHand(name: string, audience: string, appRoleId: string, workloads: Workloads): string {
  return `
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const { AppRoleAssignment } = require("@pulumi/azuread/appRoleAssignment");
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const { OpenIdConnectProvider } = require("@pulumi/aws/iam/openIdConnectProvider");
const { Role } = require("@pulumi/aws/iam/role");
const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");
const application = new Application("aws", {
  displayName: "AWS", signInAudience: "AzureADMyOrg", identifierUris: ["${audience}"],
  api: { requestedAccessTokenVersion: 1 },
  appRoles: [{ id: "${appRoleId}", value: "Aws.Federate", displayName: "Federate to AWS",
    description: "Exchange tokens for AWS credentials", allowedMemberTypes: ["Application"] }],
});
const principal = new ServicePrincipal("aws", { clientId: application.clientId, appRoleAssignmentRequired: true });
const group = new ResourceGroup("apps", { resourceGroupName: "apps-${name}" });
let provider;
exports.workloads = {};
for (const [key, policies] of Object.entries(${JSON.stringify(workloads)})) {
  const identity = new UserAssignedIdentity(key, { resourceGroupName: group.name, resourceName: key });
  const assignment = new AppRoleAssignment(key, {
    appRoleId: "${appRoleId}", principalObjectId: identity.principalId, resourceObjectId: principal.objectId,
  });
  const issuer = pulumi.interpolate\`https://sts.windows.net/\${identity.tenantId}/\`;
  provider ??= new OpenIdConnectProvider("entra", { url: issuer, clientIdLists: ["${audience}"] });
  const trust = pulumi.all([provider.arn, identity.principalId]).apply(([arn, subject]) => {
    const name = arn.split(":oidc-provider/")[1];
    return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Federated: arn },
      Action: "sts:AssumeRoleWithWebIdentity",
      Condition: { StringEquals: { [name + ":aud"]: "${audience}", [name + ":sub"]: subject } } }] });
  });
  const role = new Role(key, { name: "azure-" + key, assumeRolePolicy: trust, description: "Reads reports" });
  for (const [policyName, policy] of Object.entries(policies))
    new RolePolicy(key + "-" + policyName, { role: role.name, name: policyName, policy });
  exports.workloads[key] = {
    assignmentId: assignment.id, roleArn: role.arn, trust: role.assumeRolePolicy,
    identityId: identity.id, identityPrincipalId: identity.principalId, identityClientId: identity.clientId,
  };
  Object.assign(exports, { tenantId: identity.tenantId, location: identity.location });
}
Object.assign(exports, {
  applicationObjectId: application.objectId, clientId: application.clientId,
  principalObjectId: principal.objectId, providerArn: provider.arn,
});
`;
}

/** What `aws` and `az` print of what that program made for all workloads. */
export function printedFederation(
  { tenantId, applicationObjectId, clientId, principalObjectId }: Made,
  audience: string,
  appRoleId: string,
): Record<string, unknown> {
  return {
    provider: { Url: `sts.windows.net/${tenantId ?? ""}/`, ClientIDList: [audience], ThumbprintList: [] },
    application: {
      id: applicationObjectId,
      appId: clientId,
      displayName: "AWS",
      identifierUris: [audience],
      signInAudience: "AzureADMyOrg",
      api: { requestedAccessTokenVersion: 1 },
      appRoles: [{ id: appRoleId, value: "Aws.Federate" }],
    },
    servicePrincipal: {
      id: principalObjectId,
      appId: clientId,
      servicePrincipalType: "Application",
      appRoleAssignmentRequired: true,
    },
  };
}

/** What they print of one workload. */
export function printedWorkload(
  name: string,
  { tenantId, location, principalObjectId, workloads }: Made,
  appRoleId: string,
  key: string,
  policies: Policies,
): Record<string, unknown> {
  const { identityId, identityPrincipalId, identityClientId, assignmentId, roleArn, trust } =
    workloads[key] ?? {};
  return {
    role: {
      Role: {
        Path: "/",
        RoleName: `azure-${key}`,
        Arn: roleArn,
        Description: "Reads reports",
        AssumeRolePolicyDocument: JSON.parse(trust ?? "") as unknown,
        MaxSessionDuration: 3600,
      },
    },
    ...Object.fromEntries(
      Object.entries(policies).map(([policyName, document]) => [
        `policy-${policyName}`,
        {
          RoleName: `azure-${key}`,
          PolicyName: policyName,
          PolicyDocument: JSON.parse(document) as unknown,
        },
      ]),
    ),
    identity: {
      id: identityId,
      name: key,
      type: "Microsoft.ManagedIdentity/userAssignedIdentities",
      principalId: identityPrincipalId,
      clientId: identityClientId,
      tenantId,
      location,
      resourceGroup: `apps-${name}`,
    },
    assignments: {
      value: [
        {
          id: assignmentId?.split("/").at(-1),
          appRoleId,
          principalId: identityPrincipalId,
          resourceId: principalObjectId,
        },
      ],
    },
  };
}
