#!/usr/bin/env node
/**
 * `npx @azure-to-aws/policy-pack` prints the folder of the pack. So a command needs no path below `node_modules`, which is elsewhere in a
 * workspace: `pulumi preview --policy-pack "$(npx @azure-to-aws/policy-pack)"`.
 */
import { packFolder } from "./engine/pack-folder";

process.stdout.write(`${packFolder()}\n`);
