#!/usr/bin/env node
/** Executable of the azure-native plugin. */
import { azureNativePlugin } from "./azure-native/plugin";
import { servePlugin } from "./kernel/serve";

void servePlugin(azureNativePlugin);
