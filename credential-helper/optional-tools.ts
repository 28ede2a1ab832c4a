/** The part of the install script that installs the AWS CLI, if the program asks for it. */

import { failWith } from "./shell-message";

/** What may be installed in addition to the helper, which does not need it. */
export interface OptionalTools {
  /** Whether the AWS CLI is to be there. Default is false. */
  readonly installAwsCli?: boolean | undefined;
}

/**
 * Shell lines that install what is asked for and missing; empty if nothing is. They use the distribution's own
 * packages, whose signatures it checks, and nothing else, so that its updates reach them. Ubuntu 24.04 has no package
 * of the AWS CLI: there it is the snap that AWS publishes.
 */
export function optionalTools({ installAwsCli = false }: OptionalTools): string[] {
  return installAwsCli ? [functions, awsCli] : [];
}

const functions = `# package <name>...: installs the first of these packages that the distribution has.
package() {
  if command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300 update >&2 || ${failWith("install-apt-lists")}
    for candidate; do
      apt-cache show "$candidate" >/dev/null 2>&1 || continue
      apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install "$candidate" >&2 && return
    done
  elif command -v dnf >/dev/null; then
    for candidate; do dnf -q -y install "$candidate" >&2 && return; done
  elif command -v zypper >/dev/null; then
    for candidate; do zypper -q -n install "$candidate" >&2 && return; done
  fi
  return 1
}
`;

const awsCli = `if ! command -v aws >/dev/null; then
  package awscli awscli2 aws-cli ||
    { command -v snap >/dev/null && snap install aws-cli --classic >&2; } ||
    ${failWith("install-no-aws-cli")}
fi
aws --version >/dev/null || ${failWith("install-aws-cli-broken")}
`;
