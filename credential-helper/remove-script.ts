/** The script that removes helper and AWS config from a VM, for Azure Run Command. */
import { coded } from "../messages";
import { folderChecks } from "./folder-checks";
import { takeLock } from "./installation-lock";
import { guestPaths } from "./paths";
import { type GuestProblem, guestProblem, GuestProfileError } from "./profile";
import { failWith } from "./shell-message";
import { quoteWord } from "./shell-quote";

/** Arguments of {@link renderRemoveScript}. */
export interface RemoveScriptArgs {
  /** The ARNs of the installation's roles. An AWS config with another role belongs to another installation. */
  readonly roleArns: readonly string[];
}

/**
 * A POSIX shell script that removes what the install script wrote, and the sessions that users of the VM cached. Azure runs
 * it as root.
 *
 * Running it again, or where nothing is installed, changes nothing. If the AWS config names a role that is not in `roleArns`,
 * another installation has taken over. The script then fails and removes nothing. It removes no file that only has a name of
 * the helper's, follows no symbolic link, and leaves a folder that contains anything else.
 *
 * It keeps tools that came from the distribution, caches outside `~/.cache`, and notes in folders for temporary files. It
 * removes the files of a user as that user, because a user can lead root elsewhere by a link.
 *
 * @throws GuestProfileError without a role, or for a string that is not an ARN of one.
 */
export function renderRemoveScript(args: RemoveScriptArgs): string {
  const problems = roleProblems(args.roleArns);
  if (problems.length > 0) {
    throw new GuestProfileError(problems);
  }
  return [
    head,
    waitForOthers,
    leaveOthersAlone(args.roleArns),
    forgetSnippet,
    forgetHelper,
    forgetSessions,
    forgetConfig,
  ].join("\n");
}

const head = `#!/bin/sh
# Removes the credential helper and the AWS config of azure-to-aws-federation.
set -eu
umask 077
LC_ALL=C
export LC_ALL
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin

${folderChecks}
# there <path>: whether the path exists. Fails if someone other than root could replace it.
there() {
  [ -e "$1" ] || return 1
  demand_safe "$1"
}

# forget <file> ...: removes those that are files. A pattern that matches nothing is no file.
forget() {
  for found in "$@"; do
    [ ! -L "$found" ] && [ -f "$found" ] || continue
    rm -f "$found" || ${failWith("remove-not-removed", "$found")}
  done
}

# leave <folder>: removes it if it is empty.
leave() {
  rmdir "$1" 2>/dev/null || :
}
`;

/** What is wrong with the ARNs of roles. Each is a line of a pattern: an empty one would match every config. */
export function roleProblems(roleArns: readonly string[]): GuestProblem[] {
  const isRole = (arn: string) => /^arn:[\w-]+:iam::\d{12}:role\/[!-~]+$/.test(arn);
  return roleArns.length > 0 && roleArns.every(isRole)
    ? []
    : [
        guestProblem(
          "roleArns",
          coded("guest-role-arns-invalid", "must hold at least one ARN of an IAM role, and nothing else"),
          roleArns.join(" "),
        ),
      ];
}

/** The helper's Python takes the lock. Without it, no installation works or runs. */
const waitForOthers = `# Nothing is removed before everything is known to be root's.
for found in '${guestPaths.helperFolder}' '${guestPaths.configFolder}' '/etc/profile.d'; do
  there "$found" || :
done
python=
if there '${guestPaths.helper}' && [ -f '${guestPaths.helper}' ]; then
  python=$(sed -n '1s/^#!\\(.*\\) -IBS$/\\1/p' '${guestPaths.helper}')
fi
if [ -n "$python" ]; then
  is_safe "$(readlink -f "$python")" && "$python" -IBS -c 'import fcntl' 2>/dev/null || python=
fi
if [ -n "$python" ] && there '${guestPaths.configFolder}'; then
${takeLock}fi
`;

/** The roles are searched for as the config has them: quoted for a shell, with the options around them. */
function leaveOthersAlone(roleArns: readonly string[]): string {
  const own = roleArns.map((arn) => `-e ${quoteWord(` --role-arn ${quoteWord(arn)} --audience `)}`).join(" ");
  const config = guestPaths.config;
  return `# Whether every profile of the config has a role of this installation.
is_own() {
  [ ! -L '${config}' ] && [ -f '${config}' ] || return 1
  commands=$(grep '^credential_process *=' '${config}') || return 1
  others=$(printf '%s\\n' "$commands" | grep -vF ${own}) || return 0
  [ -z "$others" ]
}

if { [ -e '${config}' ] || [ -L '${config}' ]; } && ! { there '${config}' && is_own; }; then
  ${failWith("remove-other-installation", config)}
fi
`;
}

const snippet = guestPaths.profileSnippet;
/** First, so that no new login is led to a config that is gone. */
const forgetSnippet = `if there '/etc/profile.d'; then
  forget '${snippet}' '${snippet}'.??????
fi
`;

const { helper, helperFolder: folder } = guestPaths;
const forgetHelper = `if there '${folder}' && [ ! -L '${folder}' ] && [ -d '${folder}' ]; then
  if is_helper '${helper}'; then
    forget '${helper}'
  fi
  forget '${helper}'.??????
  for found in '${folder}'/python3*; do
    is_link "\${found##*/}" && [ -L "$found" ] || continue
    rm -f "$found" || ${failWith("remove-not-removed", "$found")}
  done
  leave '${folder}'
fi
`;

/** The name of each file in a cache begins so. Other files stay. */
const HEXADECIMAL = "[0-9a-f]".repeat(8);

const forgetSessions = `# Runs as the user. Only files of the helper begin with its name.
# shellcheck disable=SC2016
sessions='cd "$1" || exit 0
for found in session-${HEXADECIMAL}* notes-${HEXADECIMAL}*; do
  [ ! -L "$found" ] && [ -f "$found" ] || continue
  case $found in
    *.lock | *.new) rm -f "$found" ;;
    *) case $(head -c 13 "$found") in azure-to-aws-) rm -f "$found" ;; esac ;;
  esac
done
cd / && rmdir "$1" 2>/dev/null || :'

getent passwd | while IFS=: read -r name password id of_group comment home shell; do
  [ -n "$home" ] && [ -d "$home/.cache/azure-to-aws" ] || continue
  set -- sh -c "$sessions" sh "$home/.cache/azure-to-aws"
  [ "$name" = root ] || set -- runuser -u "$name" -- "$@"
  # A session that stays ends by itself.
  "$@" </dev/null || :
done
`;

/** Last, so that a removal that was cut off still finds what belongs to it. */
const forgetConfig = `if there '${guestPaths.configFolder}'; then
  forget '${guestPaths.config}' '${guestPaths.config}'.?????? '${guestPaths.lock}'
  leave '${guestPaths.configFolder}'
fi
printf 'azure-to-aws-federation is removed\\n'
`;
