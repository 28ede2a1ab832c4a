import { coded, withCode } from "../../messages";
import { PLUGIN } from "../../messages/plugin";

/** Placeholder for the version of Node in the message of {@link startScript}. */
const VERSION = "VERSION";

/** Starts the plugin on Linux and macOS: a script for any POSIX shell. */
export function unixLauncher(): string {
  return `#!/bin/sh
if ! command -v node >/dev/null 2>&1; then
  echo '${withCode(PLUGIN.say("plugin-without-node")).replaceAll("'", String.raw`'\''`)}' >&2
  exit 1
fi
exec node "$(dirname "$0")/start.js" "$@"
`;
}

/**
 * Starts the plugin on Windows: a batch file, which the engine looks for next to an `.exe`. The engine starts it in the user's folder, where
 * cmd would look for a `node` first. Source: Microsoft, "NeedCurrentDirectoryForExePathW", and `where /?` for `$PATH:`.
 */
export function windowsLauncher(): string {
  const message = withCode(PLUGIN.say("plugin-without-node"))
    .replaceAll("%", "%%")
    .replace(/[\^&|<>()]/g, "^$&");
  return [
    "@echo off",
    "setlocal",
    "set NoDefaultCurrentDirectoryInExePath=1",
    "where $PATH:node >nul 2>nul",
    "if errorlevel 1 (",
    `  echo ${message} 1>&2`,
    "  exit /b 1",
    ")",
    'node "%~dp0start.js" %*',
    "",
  ].join("\r\n");
}

/**
 * What the launchers start: checks Node, in a language that every Node reads, and loads the plugin.
 *
 * @param plugin - The path of the bundle from the script's folder.
 */
export function startScript(plugin: string): string {
  const message = JSON.stringify(
    withCode(
      coded(
        "plugin-node-too-old",
        `azure-to-aws-federation: Node ${VERSION} is not supported. Expected Node 20.19 or newer (not 21; of the 22 line, 22.12 or newer)`,
        "Install it: https://nodejs.org/en/download",
      ),
    ),
  );
  return `"use strict";
var version = process.versions.node;
var parts = version.split(".").map(Number);
var isSupported = parts[0] > 22 || (parts[0] === 22 && parts[1] >= 12) || (parts[0] === 20 && parts[1] >= 19);
if (!isSupported) {
  console.error(${message}.replace("${VERSION}", version));
  process.exit(1);
}
require("${plugin}");
`;
}
