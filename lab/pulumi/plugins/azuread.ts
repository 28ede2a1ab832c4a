#!/usr/bin/env node
/** Executable of the azuread plugin. */
import { azureadPlugin } from "./azuread/plugin";
import { servePlugin } from "./kernel/serve";

void servePlugin(azureadPlugin);
