/** The script that brings helper and AWS config to a VM, for Azure Run Command. */
import { awsConfig } from "./aws-config";
import { bundledHelper } from "./bundled-helper";
import { folderChecks } from "./folder-checks";
import { releaseLock, takeLock } from "./installation-lock";
import { type OptionalTools, optionalTools } from "./optional-tools";
import { guestPaths } from "./paths";
import { type CheckedProfile, checkProfiles, type GuestProfile } from "./profile";
import { interpreterLine, pythonChoice } from "./python-choice";
import { failWith } from "./shell-message";
import { hereDocument } from "./shell-quote";

/** Arguments of {@link renderInstallScript}. */
export interface InstallScriptArgs extends OptionalTools {
  /** The profiles of the AWS config, at least one. They replace those of an earlier installation. */
  readonly profiles: readonly GuestProfile[];
}

/**
 * A POSIX shell script that installs or updates the guest. Azure runs it as root.
 *
 * Running it again changes nothing but what differs. An update replaces the helper at one moment, after the new version has
 * started once. A call that runs then has read all of its version. An update that fails leaves the former version and its
 * config at work.
 *
 * It uses no folder that another user or group can change, or replace in the folder above, and none that belongs to
 * something else. It replaces no symbolic link. Two on one VM run one after the other. It needs Python 3.8 or newer on the
 * VM and, unless tools are asked for, no network, and holds no secret.
 *
 * Azure documents no limit for the length of a Run Command's script; its handler for Linux keeps one of 256 KiB for
 * scripts that it unpacks. This one has about 140 KB.
 *
 * @throws GuestProfileError with every problem of the profiles.
 */
export function renderInstallScript(args: InstallScriptArgs): string {
  return installScript(checkProfiles(args.profiles), args);
}

/** The same, of profiles that were checked. */
export function installScript(profiles: readonly CheckedProfile[], tools: OptionalTools): string {
  return [
    head,
    makeFolders,
    write(helper, "755 program", bundledHelper()),
    write(guestPaths.config, "644", awsConfig(profiles)),
    write(guestPaths.profileSnippet, "644", profileSnippet),
    // Package managers have locks of their own, and may take long.
    releaseLock,
    ...optionalTools(tools),
    conclude(profiles),
  ].join("\n");
}

const profileSnippet = `# Lets the AWS CLI and the AWS SDKs find the profiles of azure-to-aws-federation.
if [ -z "\${AWS_CONFIG_FILE:-}" ] && [ ! -e "\${HOME:-/}/.aws/config" ]; then
  AWS_CONFIG_FILE='${guestPaths.config}'
  # Without it, the SDKs for Go v1 and JavaScript v2 read no config.
  AWS_SDK_LOAD_CONFIG="\${AWS_SDK_LOAD_CONFIG:-1}"
  export AWS_CONFIG_FILE AWS_SDK_LOAD_CONFIG
  # Where the SDK for Java v1 looks for profiles: nowhere else but in the user's credentials.
  if [ -z "\${AWS_CREDENTIAL_PROFILES_FILE:-}" ] && [ ! -e "\${HOME:-/}/.aws/credentials" ]; then
    AWS_CREDENTIAL_PROFILES_FILE='${guestPaths.config}'
    export AWS_CREDENTIAL_PROFILES_FILE
  fi
fi
`;

const head = `#!/bin/sh
# Installs the credential helper and the AWS config of azure-to-aws-federation.
set -eu
umask 022
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/snap/bin
temporary=
trap 'rm -f "$temporary"' EXIT

${folderChecks}
# file <path> <mode> [program]: puts standard input there, as a whole. A program gets the interpreter in its first line, and
# is started before it replaces one that works.
file() {
  [ ! -L "$1" ] || ${failWith("install-symbolic-link", "$1")}
  [ ! -e "$1" ] || [ -f "$1" ] || ${failWith("install-not-a-file", "$1")}
  temporary=$(mktemp "$1.XXXXXX") || ${failWith("install-no-temporary-file", "$1")}
  if [ "$#" -eq 3 ]; then sed "1s|.*|#!$interpreter|"; else cat; fi >"$temporary" &&
    chmod "$2" "$temporary" ||
    ${failWith("install-not-written", "$1")}
  [ "$#" -lt 3 ] || version=$("$temporary" --version) ||
    ${failWith("install-helper-does-not-start", "$1")}
  mv -f "$temporary" "$1" || ${failWith("install-not-written", "$1")}
  temporary=
}

${pythonChoice}`;

const { configFolder, helper, helperFolder } = guestPaths;

const makeFolders = `folder '${configFolder}'
${takeLock}
folder '/etc/profile.d'
[ -L '${helperFolder}' ] || [ ! -L '${helper}' ] || ${failWith("install-symbolic-link", helper)}
[ -L '${helperFolder}' ] || [ ! -d '${helperFolder}' ] || unused '${helperFolder}'
folder '${helperFolder}'
${interpreterLine}`;

function conclude(profiles: readonly CheckedProfile[]): string {
  const names = profiles.map(({ profileName }) => profileName).join(" ");
  return `printf '%s is installed; AWS profiles: %s\\n' "$version" '${names}'
`;
}

/** A call of `file` with its text in a here-document. */
function write(path: string, modeAndMore: string, text: string): string {
  return `file '${path}' ${modeAndMore} ${hereDocument(text)}`;
}
