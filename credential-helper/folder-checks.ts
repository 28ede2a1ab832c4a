/** The part of the install script that ensures that no other user can change what it installs. */
import { rootOnly } from "../messages";
import { failWith, setProblem } from "./shell-message";

/**
 * Shell functions. `inspect` follows a path from the root, one part after the other, links included: once a part is
 * found to be root's alone, nobody else can change it any more, so nothing is checked that could be replaced afterwards.
 * For the same reason a folder is looked at once: most of the time of an installation went into asking for `/usr` again. The
 * list has `//` between folders, which is in no path that `inspect` builds, so none can be mistaken for a part of another.
 *
 * Sticky folders such as `/tmp` count as safe above another folder: in them only the owner can replace an entry. A group
 * counts as safe if it is root's, or that of the user that runs the script, unless an access control list says for whom
 * else the group's right stands. Not seen: access lists of file systems that show them neither in the mode nor by `+`
 * in `ls`, such as NFS version 4.
 */
export const folderChecks = `user=$(id -u)
group=$(id -g)
# Folders found safe and open.
trusted=//

fail() {
  printf 'azure-to-aws: %s\\n' "$1" >&2
  exit 1
}

# look <path>: sets mode, owner and of_group.
look() {
  set -f
  # Fields of ls, of which the first four have no spaces.
  # shellcheck disable=SC2046
  set -- $(ls -ldn "$1")
  set +f
  mode=$1
  owner=$3
  of_group=$4
}

# is_safe <path> [entries]: whether only root, and the user that runs this, can change it; of a folder, with \`entries\`,
# whether only they can replace what they have in it.
is_safe() {
  look "$1"
  is_safe_as_shown "\${2-}"
}

# is_safe_as_shown [entries]: the same of mode, owner and of_group.
is_safe_as_shown() {
  case $owner in 0 | "$user") ;; *) return 1 ;; esac
  case $mode in l*) return 0 ;; esac
  case \${1-}$mode in entriesd????????[tT]*) return 0 ;; esac
  case $mode in
    ????????w*) return 1 ;;
    ?????w????+*) return 1 ;;
    ?????w*) case $of_group in 0 | "$group") ;; *) return 1 ;; esac ;;
  esac
}

# is_open: whether every user can enter or start it. What a user other than root installs is for that user.
is_open() {
  case $user$mode in 0?????????[xt]* | [1-9]*) ;; *) return 1 ;; esac
}

# shown <path>: mode, owner and group, as a person reads them.
shown() {
  set -f
  # shellcheck disable=SC2046
  set -- $(ls -ld "$1")
  set +f
  printf '%s %s %s' "$1" "$3" "$4"
}

# inspect <path> [make]: follows the path from the root. Sets problem where somebody else can replace a part of it, or a
# part is missing, which is made if it is to be made; closed, if users cannot enter one; here, to the path without links.
inspect() {
  problem=
  code=
  closed=
  here=
  rest=$1
  turns=0
  # Where a folder is trusted, so is the root.
  [ "$trusted" != // ] || is_safe / entries || ${setProblem("install-path-changeable", "/", "$(shown /)", "")}
  while [ -n "$rest" ] && [ -z "$problem" ]; do
    turns=$((turns + 1))
    [ "$turns" -le 200 ] || ${setProblem("install-path-many-links", "$1")}
    part=\${rest%%/*}
    rest=\${rest#"$part"}
    rest=\${rest#/}
    case $part in
      '' | .) continue ;;
      ..)
        here=\${here%/*}
        continue
        ;;
    esac
    next=$here/$part
    case $trusted in *"//$next//"*)
      here=$next
      continue
      ;;
    esac
    if [ -L "$next" ]; then
      is_safe "$next" || ${setProblem("install-path-foreign-link", "$next", '$(shown "$next")')}
      target=$(readlink "$next")
      case $target in /*) here= ;; esac
      rest=$target/$rest
    elif [ ! -e "$next" ] && [ "\${2-}" = make ]; then
      # Another installation may make it at the same time, and somebody else a link: looked at in the next turn.
      mkdir "$next" 2>/dev/null || [ -e "$next" ] || [ -L "$next" ] || ${setProblem("install-path-not-created", "$next")}
      rest=$part/$rest
    elif [ ! -e "$next" ]; then
      ${setProblem("install-path-missing", "$next")}
    elif [ ! -d "$next" ] && { [ -n "\${rest#/}" ] || [ "\${2-}" = make ]; }; then
      ${setProblem("install-path-not-folder", "$next")}
    elif is_safe "$next" entries; then
      if ! is_open; then
        closed=\${closed:-$next}
      elif [ -d "$next" ]; then
        trusted=$trusted$next//
      fi
      here=$next
    else
      ${setProblem("install-path-changeable", "$next", '$(shown "$next")', "")}
    fi
  done
}

# folder <path> [all]: makes it where it is missing. Takes it only if nobody else can change it, or replace it or a folder
# above it; with \`all\`, only if all users can read it and enter those above. Never changes one that is there.
folder() {
  [ ! -L "$1" ] || ${failWith("install-symbolic-link", "$1")}
  inspect "$1" make
  [ -n "$problem" ] || is_safe "$next" ||
    ${setProblem("install-path-changeable", "$next", '$(shown "$next")', "")}
  [ "$code" != install-path-changeable ] || problem="$problem${rootOnly("$next", "${otherwise-}")}"
  [ -z "$problem" ] || fail "$1: $problem [$code]"
  [ "\${2-}" != all ] || [ -z "$closed" ] || [ "$closed" = "$next" ] ||
    ${failWith("install-folder-closed", "$1", "$closed", '$(shown "$closed")', "${otherwise-}")}
  [ "\${2-}" != all ] || is_readable "$1" ||
    ${failWith("install-folder-unreadable", "$1", '$(shown "$1")', "${otherwise-}")}
}

# leads_away <path>: fails if a symbolic link leads it to where nothing stays: to what a start clears, or to Azure's disk for
# temporary files.
leads_away() {
  inspect "$1"
  for cleared in /run /tmp /dev /mnt; do
    case $1/ in "$cleared"/*) continue ;; esac
    case $here/ in "$cleared"/*) ${failWith("install-folder-temporary", "$1", "$here", "$cleared")} ;; esac
  done
}

is_readable() {
  look "$1"
  case $user$mode in 0???????r?[xt]* | [1-9]*) ;; *) return 1 ;; esac
}

# is_modules <name>: whether this package makes folders of such a name: modules- and 16 hexadecimal digits.
is_modules() {
  digits=\${1#modules-}
  case $digits in "$1" | *[!0-9a-f]*) return 1 ;; esac
  [ "\${#digits}" -eq 16 ]
}

# is_link <name>: whether this package makes links of such a name: python3, and python3 with a process's number at first.
is_link() {
  digits=\${1#python3}
  digits=\${digits#.}
  case $digits in *[!0-9]*) return 1 ;; esac
}

# unused <path>: takes a folder that was there before only if it is empty, or holds what this package puts there.
unused() {
  grep -q '^MODULES = "modules-[0-9a-f]*"$' "$1/credential_process.py" 2>/dev/null && return
  for found in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    [ -e "$found" ] || [ -L "$found" ] || continue
    is_modules "\${found##*/}" && continue
    is_link "\${found##*/}" && [ -L "$found" ] && continue
    case \${found##*/} in
      credential_process.py.?????? | lost+found) ;;
      *) ${failWith("install-folder-used", "$1", "${found##*/}")} ;;
    esac
  done
}
`;
