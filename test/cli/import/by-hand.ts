/** A federation as people make it by hand, and what the two clouds' command lines print of it. */

/** The names under which the program exports what it made. */
export type Made = Readonly<Record<string, string>>;

/** A program that makes all parts one by one, as the clouds' documentation has it. */
export function byHand(name: string, audience: string, appRoleId: string): string {
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
const identity = new UserAssignedIdentity("reader", { resourceGroupName: group.name, resourceName: "reader" });
const assignment = new AppRoleAssignment("reader", {
  appRoleId: "${appRoleId}", principalObjectId: identity.principalId, resourceObjectId: principal.objectId,
});
const issuer = pulumi.interpolate\`https://sts.windows.net/\${identity.tenantId}/\`;
const provider = new OpenIdConnectProvider("entra", { url: issuer, clientIdLists: ["${audience}"] });
const trust = pulumi.all([provider.arn, provider.url, identity.principalId]).apply(([arn, url, subject]) => {
  const name = arn.split(":oidc-provider/")[1];
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Federated: arn },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: { StringEquals: { [name + ":aud"]: "${audience}", [name + ":sub"]: subject } } }] });
});
const role = new Role("reader", { name: "azure-reader", assumeRolePolicy: trust, description: "Reads reports" });
const policy = new RolePolicy("reports", { role: role.name, name: "reports", policy: JSON.stringify({ Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" }] }) });
Object.assign(exports, {
  applicationObjectId: application.objectId, clientId: application.clientId,
  principalObjectId: principal.objectId, assignmentId: assignment.id,
  identityId: identity.id, identityPrincipalId: identity.principalId, identityClientId: identity.clientId,
  tenantId: identity.tenantId, location: identity.location,
  providerArn: provider.arn, roleArn: role.arn, trust: role.assumeRolePolicy, policy: policy.policy,
});
`;
}

/** What `aws` and `az` print of what that program made. */
export function printed(
  name: string,
  made: Made,
  audience: string,
  appRoleId: string,
): Record<string, unknown> {
  const { tenantId, identityPrincipalId, principalObjectId } = made;
  return {
    role: {
      Role: {
        ...{ Path: "/", RoleName: "azure-reader", Arn: made.roleArn, Description: "Reads reports" },
        AssumeRolePolicyDocument: JSON.parse(made.trust ?? "") as unknown,
        MaxSessionDuration: 3600,
      },
    },
    policy: {
      ...{ RoleName: "azure-reader", PolicyName: "reports" },
      PolicyDocument: JSON.parse(made.policy ?? "") as unknown,
    },
    provider: { Url: `sts.windows.net/${tenantId ?? ""}/`, ClientIDList: [audience], ThumbprintList: [] },
    application: {
      ...{ id: made.applicationObjectId, appId: made.clientId, displayName: "AWS" },
      ...{ identifierUris: [audience], signInAudience: "AzureADMyOrg" },
      api: { requestedAccessTokenVersion: 1 },
      appRoles: [{ id: appRoleId, value: "Aws.Federate" }],
    },
    servicePrincipal: {
      ...{ id: principalObjectId, appId: made.clientId, servicePrincipalType: "Application" },
      appRoleAssignmentRequired: true,
    },
    identity: {
      ...{ id: made.identityId, name: "reader", type: "Microsoft.ManagedIdentity/userAssignedIdentities" },
      ...{ principalId: identityPrincipalId, clientId: made.identityClientId, tenantId },
      ...{ location: made.location, resourceGroup: `apps-${name}` },
    },
    assignments: {
      value: [
        {
          id: made.assignmentId?.split("/").at(-1),
          ...{ appRoleId, principalId: identityPrincipalId, resourceId: principalObjectId },
        },
      ],
    },
  };
}
