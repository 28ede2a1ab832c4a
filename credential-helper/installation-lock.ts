/** The part of the install script that lets one installation on a VM run at a time. */
import { guestPaths } from "./paths";
import { failWith } from "./shell-message";

/** How long one installation waits for another, in seconds. It takes a second or two itself. */
const PATIENCE = 300;

/**
 * Shell lines that wait until no other installation runs on the VM. Two that run at once, as two stacks' Run Commands
 * can, would mix the helper of one with the config of the other.
 *
 * The lock belongs to the script's descriptor, so that it ends with the script, however that ends. Python takes it, which
 * is there in any case, unlike the program `flock`. Only root can open the file: nobody else can keep the lock.
 */
export const takeLock = `[ ! -L '${guestPaths.lock}' ] || ${failWith("install-symbolic-link", guestPaths.lock)}
(umask 077 && : >>'${guestPaths.lock}') || ${failWith("install-not-written", guestPaths.lock)}
exec 9>>'${guestPaths.lock}'
"$python" -IBS -c 'import fcntl, signal
signal.alarm(${PATIENCE})
fcntl.flock(9, fcntl.LOCK_EX)' || ${failWith("install-another-runs", PATIENCE)}
`;

/** Shell line that lets the next installation go on. */
export const releaseLock = "exec 9>&-\n";
