/** The executables of the provider plugins, for the plugin cache of the engine. */
import path from "node:path";
import { LAB_ROOT } from "../../lab-root";
import { awsTypes } from "./schema/aws";
import { azureNativeTypes } from "./schema/azure-native";
import { azureadTypes } from "./schema/azuread";
import type { TypeTable } from "./schema/type-table";

/** One plugin to install. */
export interface PluginEntry {
  /** Absolute path of the built JavaScript entry. */
  readonly entry: string;
  /** Version of the SDK whose types the plugin has. */
  readonly version: string;
}

/** By package name. */
export const PLUGIN_ENTRIES: Readonly<Record<string, PluginEntry>> = {
  aws: entry("aws", awsTypes),
  "azure-native": entry("azure-native", azureNativeTypes),
  azuread: entry("azuread", azureadTypes),
};

function entry(name: string, { version }: TypeTable): PluginEntry {
  return { entry: path.join(LAB_ROOT, "dist/lab/pulumi/plugins", `${name}.js`), version };
}
