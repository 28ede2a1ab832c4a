/** Logging in to a virtual machine over SSH with a password, from the internet or from a machine of the same virtual network. */
import { objectAt, objectsAt, textAt } from "../resources/json-reader";
import type { ResourceStore } from "../resources/resource-store";
import { reachedMachine } from "./inbound-access";
import type { LabVm } from "./lab-vm";
import type { Machines } from "./machines";

/** Who tries to log in. */
export interface SshAttempt {
  /** IPv4 address of the client on the internet, or the ID of the machine that it runs on. */
  readonly from: string | { readonly vmId: string };
  /** Public IPv4 address of the machine, or its private one from another machine. */
  readonly to: string;
  readonly user: string;
  readonly password: string;
}

/** What the OpenSSH client says when it gets no shell. */
export class SshError extends Error {
  override readonly name = "SshError";

  constructor(
    readonly reason: "Connection timed out" | "Permission denied",
    message: string,
  ) {
    super(message);
  }
}

const PORT = 22;

/**
 * The machine, in which the attempt's user may run commands from now on.
 *
 * @throws SshError in the words of the OpenSSH client
 */
export function sshLogin(attempt: SshAttempt, store: ResourceStore, machines: Machines): LabVm {
  const { to, user, password } = attempt;
  const id = reachedMachine({ ...attempt, port: PORT }, store) ?? "";
  const [resource, machine] = [store.get(id), machines.get(id)];
  if (resource === undefined || machine === undefined || machines.powerState(id) !== "running") {
    const timedOut = "Connection timed out";
    // @evidence source A machine that cannot be reached times out. Source: openssh/openssh-portable sshconnect.c.
    throw new SshError(timedOut, `ssh: connect to host ${to} port ${PORT}: ${timedOut}`);
  }
  const profile = objectAt(resource.body.properties, "osProfile");
  const linux = objectAt(profile, "linuxConfiguration");
  const takesPasswords = linux.disablePasswordAuthentication !== true;
  const known = textAt(resource.secrets, "osProfile", "adminPassword");
  if (!takesPasswords || known === undefined || known !== password || profile.adminUsername !== user) {
    const hasKeys = objectsAt(linux, "ssh", "publicKeys").length > 0;
    const methods = [...(hasKeys ? ["publickey"] : []), ...(takesPasswords ? ["password"] : [])];
    // @evidence source A wrong password is refused with the methods that are left. Source: openssh/openssh-portable
    // sshconnect2.c.
    throw new SshError("Permission denied", `${user}@${to}: Permission denied (${methods.join()}).`);
  }
  return machine.vm;
}
