/** The script that proves on a VM that the installation works, for Azure Run Command. */
import { createHash } from "node:crypto";
import { coded } from "../messages";
import { verifierText } from "./helper-files";
import { guestPaths } from "./paths";
import { guestProblem, GuestProfileError } from "./profile";
import { failWith } from "./shell-message";
import { hereDocument } from "./shell-quote";

/** Arguments of {@link renderVerifyScript}. */
export interface VerifyScriptArgs {
  /** The Linux user that tries it. Default is `root`. */
  readonly user?: string | undefined;
  /** Whether to wait minutes for a role or an assignment that was just made. Default is true. */
  readonly waits?: boolean | undefined;
  /** What the verification depends on: another text makes another script, so that Azure runs it again. */
  readonly trigger: string;
}

const user = /^[a-z_][a-z0-9_-]{0,31}$/;

/**
 * A POSIX shell script that asks AWS, through the installed helper and AWS config, who is calling. Azure runs it as
 * root, and it goes on as the user. It prints `<profile> is <ARN>` for each profile; when one gets no credentials, it
 * fails with the helper's own explanation. It needs no AWS CLI, uses no cached session and leaves nothing behind.
 *
 * @throws GuestProfileError for a user that cannot be.
 */
export function renderVerifyScript(args: VerifyScriptArgs): string {
  const { user: name = "root", waits = true, trigger } = args;
  if (!user.test(name)) {
    throw new GuestProfileError([
      guestProblem("user", coded("guest-user-invalid", "must be the name of a Linux user"), name),
    ]);
  }
  const digest = createHash("sha256").update(trigger).digest("hex");
  return `#!/bin/sh
# Verifies the credential helper of azure-to-aws-federation: ${digest}
set -eu
umask 077
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin

fail() {
  printf 'azure-to-aws: %s\\n' "$1" >&2
  exit 1
}

helper='${guestPaths.helper}'
[ -x "$helper" ] || ${failWith("verify-no-helper", "$helper")}
home=$(getent passwd '${name}' | cut -d: -f6)
[ -n "$home" ] || ${failWith("verify-no-user", name)}
folder=$(mktemp -d)
cache=$(mktemp -d)
trap 'rm -rf "$folder" "$cache"' EXIT
chown '${name}' "$cache"
cat >"$folder/verify_caller.py" ${hereDocument(verifierText())}
chmod 755 "$folder"
chmod 644 "$folder/verify_caller.py"
interpreter=$(sed -n '1s/^#!//p' "$helper")
# The interpreter is a command with an option: two words.
# shellcheck disable=SC2086
set -- env HOME="$home" $interpreter "$folder/verify_caller.py" '${guestPaths.config}' "$cache"${waits ? " --wait" : ""}
cd /
if [ '${name}' = root ]; then "$@"; else runuser -u '${name}' -- "$@"; fi
`;
}
