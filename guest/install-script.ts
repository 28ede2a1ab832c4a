/** The script that brings helper and AWS config to a VM, for Azure Run Command. */
import { renderAwsConfig } from "./aws-config";
import { helperFiles } from "./helper-files";
import { guestPaths } from "./paths";
import type { GuestProfile } from "./profile";

/** Arguments of {@link renderInstallScript}. */
export interface InstallScriptArgs {
  /** The profiles of the AWS config, at least one. They replace those of an earlier installation. */
  readonly profiles: readonly GuestProfile[];
}

/**
 * A POSIX shell script that installs or updates the guest. Azure runs it as root.
 *
 * Running it again changes nothing but what differs; each file is replaced as a whole. It follows no symbolic link
 * and uses no folder that belongs to somebody else. It needs Python 3.8 or newer on the VM and no network, holds no
 * secret, and ends by starting the helper once.
 *
 * @throws GuestProfileError with every problem of the profiles.
 */
export function renderInstallScript(args: InstallScriptArgs): string {
  const config = renderAwsConfig(args.profiles);
  const files = helperFiles();
  const modules = files.filter(({ path }) => path.includes("/"));
  const front = files.filter(({ path }) => !path.includes("/"));
  return [
    head,
    ...modules.map(({ path, text }) => write(`${guestPaths.helperFolder}/${path}`, "644", text)),
    forgetModulesOtherThan(modules.map(({ path }) => path.slice(path.indexOf("/") + 1))),
    ...front.map(({ path, text }) => write(`${guestPaths.helperFolder}/${path}`, "755 interpreter", text)),
    write(guestPaths.config, "644", config),
    write(guestPaths.profileSnippet, "644", profileSnippet),
    tail(args.profiles.map(({ profileName }) => profileName)),
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
PATH=$PATH:/usr/local/bin:/usr/bin:/bin
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

folder '${guestPaths.helperFolder}'
folder '${guestPaths.helperFolder}/azure_to_aws'
folder '${guestPaths.configFolder}'
folder '/etc/profile.d'
chmod 755 '${guestPaths.helperFolder}' '${guestPaths.helperFolder}/azure_to_aws' '${guestPaths.configFolder}'
`;

function forgetModulesOtherThan(names: readonly string[]): string {
  return `for found in '${guestPaths.helperFolder}/azure_to_aws'/*.py; do
  case ' ${names.join(" ")} ' in *" \${found##*/} "*) ;; *) rm -f "$found" ;; esac
done
# Compiled once here: the users who start the helper may not write beside it.
"$python" -I -m compileall -q -f '${guestPaths.helperFolder}/azure_to_aws' >/dev/null 2>&1 || :
`;
}

function tail(profileNames: readonly string[]): string {
  return `version=$('${guestPaths.helper}' --version) ||
  fail '${guestPaths.helper} does not start: may programs be run from that folder?'
printf '%s is installed; AWS profiles: %s\\n' "$version" '${profileNames.join(" ")}'
`;
}

/** A call of `file` with its text in a quoted here-document: nothing in the text is expanded. */
function write(path: string, modeAndMore: string, text: string): string {
  const lines = new Set(text.split("\n"));
  let delimiter = "END_OF_FILE";
  while (lines.has(delimiter)) {
    delimiter += "_";
  }
  return `file '${path}' ${modeAndMore} <<'${delimiter}'\n${text}${delimiter}\n`;
}
