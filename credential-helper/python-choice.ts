/** The part of the install script that chooses the Python that starts the helper. */
import { guestPaths } from "./paths";
import { failWith } from "./shell-message";

/** The longest first line that every kernel reads as a whole: before Linux 5.1 it was 127 characters. */
const LONGEST_FIRST_LINE = 120;

/**
 * Shell lines that set `python` to the first Python on the PATH that will do: 3.8 or newer, with its whole standard library,
 * and such that every user can start it and only root can change it. None is started before that is known, since root starts
 * it here, and every user later. They need the functions of folder-checks.ts.
 *
 * @see "BINPRM_BUF_SIZE" in the Linux sources; execve(2), "Interpreter scripts"
 */
export const pythonChoice = `python=
seen=

# is_roots <program>: whether only root can change a program, or replace it, and every user can start it. Sets here to its path
# without links, or problem.
is_roots() {
  here=$(readlink -f "$1") && [ -f "$here" ] || { problem="it leads nowhere" && return 1; }
  for part in "\${1%/*}" "\${here%/*}" "$here"; do
    is_safe "$part" || { problem="users other than root can change $part ($(shown "$part"))" && return 1; }
    is_open || { problem="not all users can use $part" && return 1; }
  done
}

# try <path>: sets python if this one will do; else adds to seen why not.
try() {
  is_roots "$1" || return 1
  found=$("$1" -IBS -c 'import sys, fcntl, http.client, json, ssl, xml.etree.ElementTree
if sys.version_info < (3, 8): sys.exit(1)
print(sys.executable)' 2>/dev/null) ||
    { problem="it is $("$1" --version 2>&1 || :), or lacks a part of its library" && return 1; }
  is_roots "$found" || return 1
  python=$found
}

for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8; do
  paths=$PATH:
  while [ -n "$paths" ] && [ -z "$python" ]; do
    at=\${paths%%:*}
    paths=\${paths#*:}
    case $at in /*) ;; *) continue ;; esac
    [ -f "$at/$name" ] && [ -x "$at/$name" ] || continue
    try "$at/$name" || seen="$seen; $at/$name: $problem"
  done
done
seen=\${seen#; }
[ -n "$python" ] || ${failWith("install-no-python", "${seen:-none on the PATH}")}
`;

const link = `${guestPaths.helperFolder}/python3`;

/**
 * Shell lines that set `interpreter` to what is in the first line of the helper. The kernel splits that line at
 * spaces and cuts it off, so a link in the helper's folder names a path that is odd or long.
 */
export const interpreterLine = `interpreter="$python -IBS"
case $python in *[!A-Za-z0-9_./+-]*) interpreter= ;; esac
[ "\${#interpreter}" -le ${LONGEST_FIRST_LINE} ] || interpreter=
if [ -z "$interpreter" ]; then
  interpreter='${link} -IBS'
  [ ! -e '${link}' ] || [ -L '${link}' ] || ${failWith("install-not-a-link", link)}
  temporary='${link}'.$$
  ln -s "$python" "$temporary" && mv -f "$temporary" '${link}' || ${failWith("install-link-not-created", link)}
  temporary=
fi
`;
