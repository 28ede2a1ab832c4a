import * as aws from "@pulumi/aws";
import * as native from "@pulumi/azure-native";
import * as azuread from "@pulumi/azuread";
import * as pulumi from "@pulumi/pulumi";

const group = new native.resources.ResourceGroup("bench");
const identity = new native.managedidentity.UserAssignedIdentity("bench", { resourceGroupName: group.name });
const application = new azuread.Application("bench", { displayName: "bench" });
const role = new aws.iam.Role("bench", { assumeRolePolicy: "{}" });

export const names = [pulumi.getProject(), identity.principalId, application.clientId, role.arn];
