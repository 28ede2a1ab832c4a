/** The script that brings helper and AWS config to a VM, for Azure Run Command. */
import { renderAwsConfig } from "./aws-config";
import { installedHelper } from "./helper-files";
import { type OptionalTools, optionalTools } from "./optional-tools";
import { guestPaths, helperIn, vmFolderProblems } from "./paths";
import { type GuestProfile, GuestProfileError, guestProfileProblems } from "./profile";
import { hereDocument } from "./shell-quote";

/** Arguments of {@link renderInstallScript}. */
export interface InstallScriptArgs extends OptionalTools {
  /** The profiles of the AWS config, at least one. They replace those of an earlier installation. */
  readonly profiles: readonly GuestProfile[];
  /** Folder for the helper, which root makes. Default is {@link guestPaths.helperFolder}. */
  readonly helperFolder?: string | undefined;
}

/**
 * A POSIX shell script that installs or updates the guest. Azure runs it as root.
 *
 * Running it again changes nothing but what differs. An update happens at one moment: the new version's modules are
 * complete before the file that is started is replaced, and the former version's stay for the calls that run then.
 *
 * It follows no symbolic link and uses no folder that somebody else can change. It needs Python 3.8
 * or newer on the VM and, unless tools are asked for, no network, holds no secret, and ends by starting the helper once.
 *
 * Azure documents no limit for the length of a Run Command's script; its handler for Linux keeps one of 256 KiB for
 * scripts that it unpacks. This one has about 100 KiB.
 *
 * @throws GuestProfileError with every problem of the profiles and of the folder.
 */
export function renderInstallScript(args: InstallScriptArgs): string {
  const folder = args.helperFolder ?? guestPaths.helperFolder;
  const problems = [...guestProfileProblems(args.profiles), ...vmFolderProblems(folder)];
  if (problems.length > 0) throw new GuestProfileError(problems);
  const config = renderAwsConfig(args.profiles, folder);
  const { modulesFolder, modules, front } = installedHelper();
  return [
    head,
    makeFolders(folder, modulesFolder),
    ...modules.map(({ path, text }) => write(`${folder}/${path}`, "644", text)),
    compileModules(`${folder}/${modulesFolder}`),
    write(helperIn(folder), "755 interpreter", front.text),
    write(guestPaths.config, "644", config),
    write(guestPaths.profileSnippet, "644", profileSnippet),
    forgetOtherVersions(folder, modulesFolder),
    ...optionalTools(args),
    tail(helperIn(folder), args.profiles),
  ].join("\n");
}

const profileSnippet = `# Lets the AWS CLI and the AWS SDKs find the profiles of azure-to-aws-federation.
if [ -z "\${AWS_CONFIG_FILE:-}" ] && [ ! -e "\${HOME:-/}/.aws/config" ]; then
  AWS_CONFIG_FILE='${guestPaths.config}'
  export AWS_CONFIG_FILE
fi
`;

const head = `#!/bin/sh
# Installs the credential helper and the AWS config of azure-to-aws-federation.
set -eu
umask 022
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/snap/bin
temporary=
trap 'rm -f "$temporary"' EXIT

fail() {
  printf 'azure-to-aws: %s\\n' "$1" >&2
  exit 1
}

# folder <path>: makes it, and takes it only if it is a folder of the user that runs this.
folder() {
  [ ! -L "$1" ] || fail "$1 is a symbolic link: remove it and run this again"
  mkdir -p "$1" || fail "cannot make the folder $1"
  [ -n "$(find "$1" -prune -type d -user "$(id -u)" ! -perm -0002)" ] ||
    fail "$1 must be a folder that belongs to $(id -un) and that others cannot write to"
}

# above <path>: takes it only if nobody but root and the user that runs this can replace a folder above it.
above() {
  up=$(cd "$1" && pwd -P)
  while [ "$up" != / ]; do
    up=$(dirname "$up")
    [ -n "$(find "$up" -prune \\( -user 0 -o -user "$(id -u)" \\) \\( ! -perm -0002 -o -perm -1000 \\))" ] ||
      fail "others can change $up, which is above $1: choose another folder"
  done
}

# file <path> <mode> [interpreter]: puts standard input there, as a whole and with the interpreter in its first line.
file() {
  [ ! -L "$1" ] || fail "$1 is a symbolic link: remove it and run this again"
  [ ! -e "$1" ] || [ -f "$1" ] || fail "$1 is no file: remove it and run this again"
  temporary=$(mktemp "$1.XXXXXX") || fail "cannot write beside $1"
  if [ "$#" -eq 3 ]; then sed "1s|.*|#!$interpreter|"; else cat; fi >"$temporary" &&
    chmod "$2" "$temporary" &&
    mv -f "$temporary" "$1" ||
    fail "cannot write $1: is the disk full?"
  temporary=
}

python=
for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8; do
  found=$(command -v "$name") || continue
  python=$("$found" -I -c 'import sys, fcntl, http.client, json, ssl, xml.etree.ElementTree
if sys.version_info < (3, 8): sys.exit(1)
print(sys.executable)' 2>/dev/null) && break
  python=
done
[ -n "$python" ] || fail "Python 3.8 or newer with its whole standard library is needed, but python3 is \\
$(python3 --version 2>&1 || :). Install it, for example with 'apt-get install python3' or 'dnf install python3.11'"
interpreter="$python -IBS"
# The kernel splits the first line at spaces and cuts it off.
case $python in *[!A-Za-z0-9_./+-]*) interpreter='/usr/bin/env python3' ;; esac
[ "\${#interpreter}" -le 120 ] || interpreter='/usr/bin/env python3'
`;

function makeFolders(folder: string, modulesFolder: string): string {
  const modules = `${folder}/${modulesFolder}`;
  return `folder '${folder}'
above '${folder}'
folder '${guestPaths.configFolder}'
folder '/etc/profile.d'
chmod 755 '${folder}' '${guestPaths.configFolder}'
[ ! -L '${helperIn(folder)}' ] || fail '${helperIn(folder)} is a symbolic link: remove it and run this again'
former=$(sed -n 's/^MODULES = "\\(modules-[0-9a-f]*\\)"$/\\1/p' '${helperIn(folder)}' 2>/dev/null) || former=
folder '${modules}'
folder '${modules}/azure_to_aws'
chmod 755 '${modules}' '${modules}/azure_to_aws'
`;
}

function compileModules(modules: string): string {
  return `# Compiled once here: the users who start the helper may not write beside it.
"$python" -I -m compileall -q -f '${modules}' >/dev/null 2>&1 || :
`;
}

function forgetOtherVersions(folder: string, modulesFolder: string): string {
  return `for found in '${folder}'/modules-*; do
  case \${found##*/} in '${modulesFolder}' | "$former") ;; *) rm -rf "$found" ;; esac
done
`;
}

function tail(helper: string, profiles: readonly GuestProfile[]): string {
  return `version=$('${helper}' --version) ||
  fail '${helper} does not start: may programs be run from that folder?'
printf '%s is installed; AWS profiles: %s\\n' "$version" '${profiles.map(({ profileName }) => profileName).join(" ")}'
`;
}

/** A call of `file` with its text in a here-document. */
function write(path: string, modeAndMore: string, text: string): string {
  return `file '${path}' ${modeAndMore} ${hereDocument(text)}`;
}
