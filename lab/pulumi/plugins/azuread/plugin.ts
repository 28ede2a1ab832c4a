/** The azuread plugin. */
import { azureEnvironment } from "../azure-login/azure-environment";
import { AzureSession } from "../azure-login/azure-session";
import { bridgedWording } from "../kernel/bridged-wording";
import type { Plugin } from "../kernel/plugin";
import { azureadTypes } from "../schema/azuread";
import { appRoleAssignment } from "./app-role-assignment";
import { application } from "./application";
import {
  applicationFederatedIdentityCredential,
  applicationFlexibleFederatedIdentityCredential,
} from "./application-federated-credential";
import { applicationIdentifierUri } from "./application-identifier-uri";
import { applicationOwner } from "./application-owner";
import { applicationPassword } from "./application-password";
import { azureadFunctions } from "./functions";
import { GraphClient } from "./graph-client";
import { servicePrincipal } from "./service-principal";

/** Plays `@pulumi/azuread` on Microsoft Graph of the lab. */
export const azureadPlugin: Plugin<GraphClient> = {
  name: "azuread",
  types: azureadTypes,
  resources: [
    appRoleAssignment,
    application,
    applicationFederatedIdentityCredential,
    applicationFlexibleFederatedIdentityCredential,
    applicationIdentifierUri,
    applicationOwner,
    applicationPassword,
    servicePrincipal,
  ],
  functions: azureadFunctions,
  wording: bridgedWording,
  isBridged: true,
  connect: (config, environment) => new GraphClient(new AzureSession(azureEnvironment(config, environment))),
};
