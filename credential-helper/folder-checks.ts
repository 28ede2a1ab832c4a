/** The part of the install script that ensures that no other user can change what it installs. */
import { failWith } from "./shell-message";

/** The second line of the helper in every version so far. */
const MARK = "AWS credentials for an Azure workload, in the form that `credential_process` asks for.";

/**
 * Shell functions. They look at a file or folder and at the folder that contains it. The folders are fixed, and everything
 * above them belongs to the system: SECURITY.md says why nothing else is looked at.
 *
 * A group counts as safe if it is root's, or that of the user that runs the script, unless an access control list
 * gives the group's right to other users. Not seen: access lists of file systems that show them neither in the mode nor by `+` in
 * `ls`, such as NFS version 4.
 */
export const folderChecks = `user=$(id -u)
group=$(id -g)

fail() {
  printf 'azure-to-aws: %s\\n' "$1" >&2
  exit 1
}

# look <path>: sets mode, owner and of_group. Follows a link.
look() {
  set -f
  # Fields of ls, of which the first four have no spaces.
  # shellcheck disable=SC2046
  set -- $(ls -ldnL "\${1:-/}")
  set +f
  mode=$1
  owner=$3
  of_group=$4
}

# is_safe <path>: whether only root, and the user that runs this, can change it.
is_safe() {
  look "$1"
  case $owner in 0 | "$user") ;; *) return 1 ;; esac
  case $mode in
    ????????w*) return 1 ;;
    ?????w????+*) return 1 ;;
    ?????w*) case $of_group in 0 | "$group") ;; *) return 1 ;; esac ;;
  esac
}

# is_open: whether every user can enter or start what was looked at. What a user other than root installs is for that user.
is_open() {
  case $user$mode in 0?????????[xt]* | [1-9]*) ;; *) return 1 ;; esac
}

# shown <path>: mode, owner and group, as a person reads them.
shown() {
  set -f
  # shellcheck disable=SC2046
  set -- $(ls -ldL "$1")
  set +f
  printf '%s %s %s' "$1" "$3" "$4"
}

# demand_safe <path>: fails if somebody else can change it, or replace it in its folder.
demand_safe() {
  for part in "\${1%/*}" "$1"; do
    is_safe "$part" || ${failWith("install-path-changeable", "$1", "$part", '$(shown "$part")')}
  done
}

# folder <path>: makes it where it is missing. Takes it only if nobody else can change it, and all users can read it. Never
# changes one that is there.
folder() {
  [ ! -L "$1" ] || ${failWith("install-symbolic-link", "$1")}
  mkdir -p "$1" 2>/dev/null || ${failWith("install-folder-not-created", "$1")}
  demand_safe "$1"
  case $user$mode in
    0???????r?[xt]* | [1-9]*) ;;
    *) ${failWith("install-folder-unreadable", "$1", '$(shown "$1")')} ;;
  esac
}

# is_link <name>: whether this package makes links of such a name: python3, and python3 with a process's number at first.
is_link() {
  digits=\${1#python3}
  digits=\${digits#.}
  case $digits in *[!0-9]*) return 1 ;; esac
}

# is_helper <path>: whether the file is the credential helper of this package, of any version.
is_helper() {
  grep -qF '${MARK}' "$1" 2>/dev/null
}

# unused <path>: takes an existing folder only if it is empty, or contains what this package puts there.
unused() {
  is_helper "$1/credential_process.py" && return
  for found in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$found" ] || [ -L "$found" ] || continue
    is_link "\${found##*/}" && [ -L "$found" ] && continue
    case \${found##*/} in
      credential_process.py.?????? | lost+found) ;;
      *) ${failWith("install-folder-used", "$1", "${found##*/}")} ;;
    esac
  done
}
`;
