#!/usr/bin/env node
/** Executable of the aws plugin. */
import { awsPlugin } from "./aws/plugin";
import { servePlugin } from "./kernel/serve";

void servePlugin(awsPlugin);
