/** The azure-native plugin. */
import { azureEnvironment } from "../azure-login/azure-environment";
import { AzureSession } from "../azure-login/azure-session";
import type { Plugin } from "../kernel/plugin";
import { azureNativeTypes } from "../schema/azure-native";
import { ArmClient } from "./arm-client";
import { armType } from "./arm-type";
import { azureNativeFunctions } from "./functions";
import { armRows } from "./rows";
import { azureNativeWording } from "./wording";

/** Plays `@pulumi/azure-native` on Azure Resource Manager of the lab. */
export const azureNativePlugin: Plugin<ArmClient> = {
  name: "azure-native",
  types: azureNativeTypes,
  resources: armRows.map(armType),
  functions: azureNativeFunctions,
  wording: azureNativeWording,
  connect: (config, environment) => {
    const location = typeof config.location === "string" ? config.location : undefined;
    return new ArmClient(new AzureSession(azureEnvironment(config, environment)), location);
  },
};
