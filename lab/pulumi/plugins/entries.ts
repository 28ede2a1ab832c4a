/** The executables of the provider plugins, for the plugin cache of the engine. */
import { existsSync } from "node:fs";
import path from "node:path";
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
  return { entry: path.join(builtFolder(), `${name}.js`), version };
}

/** This folder in the build output, seen from the build output and from the TypeScript sources alike. */
function builtFolder(): string {
  const root = path.resolve(__dirname, "..", "..", "..");
  return existsSync(path.join(root, "package.json"))
    ? path.join(root, "dist", "lab", "pulumi", "plugins")
    : __dirname;
}
