/** The part of the install script that chooses the Python that starts the helper. */
import { failWith } from "./shell-message";

/** The longest first line that every kernel reads as a whole: before Linux 5.1 it was 127 characters. */
const LONGEST_FIRST_LINE = 120;

/**
 * Shell lines that set `python` to the first Python on the PATH that will do: 3.8 or newer, whole, and such that every
 * user can start it and nobody but root can change it or its standard library. None is started before that is known,
 * since root starts it here, and every user later. They need the functions of folder-checks.ts.
 *
 * Where a Python has its library, only it knows for sure. So the script looks at two things: before the start, at the
 * library that the path names, as Python itself looks for it; after it, at what Python says. Packages for its users
 * (`site-packages`) do not count, since it is always started with `-S`.
 *
 * @see "BINPRM_BUF_SIZE" in the Linux sources; execve(2), "Interpreter scripts"
 */
export const pythonChoice = `python=
seen=
looked_at=:
fine=:

# usable <path>: whether only root can change it, at any level, and every user can use it; sets problem.
usable() {
  inspect "$1"
  [ -n "$problem" ] || [ -z "$closed" ] || problem="not all users can use $closed"
  [ -z "$problem" ]
}

# library <folder>: whether that holds for what Python would find in one, or for the folders above, if there is none.
library() {
  usable "$1" || case $code in install-path-missing) problem= && return ;; *) return 1 ;; esac
  case $fine in *":$here:"*) return ;; esac
  command -v find >/dev/null || ${failWith("install-no-find")}
  problem=$(find "$here" -name '*-packages' -prune -o ! -type l '(' ! -user 0 ! -user "$user" -o -perm -2 -o -perm -20 ')' \
    -exec ls -ldn '{}' + | while read -r mode found owner of_group found; do
    is_safe_as_shown || { printf '%s' "users other than root can change /\${found#*/} ($mode)" && break; }
  done)
  [ -n "$problem" ] || problem=$(find "$here" -name '*-packages' -prune -o -type l -print | while IFS= read -r found; do
    inspect "$found"
    case $code in '' | install-path-missing) ;; *) printf '%s' "$problem" && break ;; esac
  done)
  [ -z "$problem" ] || return 1
  fine=$fine$here:
}

# try <path>: sets python if this one will do; else adds to seen why not.
try() {
  usable "$1" || return 1
  case $looked_at in *":$here:"*) return 1 ;; esac
  looked_at=$looked_at$here:
  case \${here##*/} in python3.*) version=\${here##*/python} ;; *) version='3.*' ;; esac
  above=\${here%/*}
  landmark=
  while [ -n "$above" ] && [ -z "$landmark" ]; do
    for found in "$above"/lib/python$version/os.py "$above"/lib64/python$version/os.py; do
      [ -e "$found" ] || continue
      landmark=$found
      library "\${found%/*}" || return 1
    done
    above=\${above%/*}
  done
  answer=$("$1" -IBS -c 'import sys, fcntl, http.client, json, ssl, xml.etree.ElementTree
if sys.version_info < (3, 8): sys.exit(1)
print("\\n".join([sys.executable] + sys.path))' 2>/dev/null) ||
    problem="it is $("$1" --version 2>&1 || :), or lacks a part of its library"
  [ -z "$problem" ] || return 1
  while IFS= read -r found; do
    library "$found" || return 1
  done <<PATHS
$answer
PATHS
  answer=$(printf '%s\\n' "$answer" | sed 1q)
  usable "$answer" || return 1
  python=$answer
}

for name in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python3.9 python3.8; do
  paths=$PATH:
  while [ -n "$paths" ] && [ -z "$python" ]; do
    at=\${paths%%:*}
    paths=\${paths#*:}
    case $at in /*) ;; *) continue ;; esac
    [ -f "$at/$name" ] && [ -x "$at/$name" ] || continue
    try "$at/$name" || [ -z "$problem" ] || seen="$seen; $at/$name: $problem"
  done
done
seen=\${seen#; }
[ -n "$python" ] || ${failWith("install-no-python", "${seen:-none on the PATH}")}
`;

/**
 * Shell lines that set `interpreter` to what stands in the first line of the helper. The kernel splits that line at
 * spaces and cuts it off, so that a path which is odd or long is named by a link in the helper's folder.
 */
export function interpreterLine(helperFolder: string): string {
  const link = `${helperFolder}/python3`;
  return `interpreter="$python -IBS"
case $python in *[!A-Za-z0-9_./+-]*) interpreter= ;; esac
[ "\${#interpreter}" -le ${LONGEST_FIRST_LINE} ] || interpreter=
if [ -z "$interpreter" ]; then
  interpreter='${link} -IBS'
  case $interpreter in *[!A-Za-z0-9_./+@\\ -]*) ${failWith("install-python-path", "$python")} ;; esac
  [ "\${#interpreter}" -le ${LONGEST_FIRST_LINE} ] ||
    ${failWith("install-python-path-long", "$python", helperFolder)}
  [ ! -e '${link}' ] || [ -L '${link}' ] || ${failWith("install-not-a-link", link)}
  temporary='${link}'.$$
  ln -s "$python" "$temporary" && mv -f "$temporary" '${link}' || ${failWith("install-link-not-created", link)}
  temporary=
fi
`;
}
