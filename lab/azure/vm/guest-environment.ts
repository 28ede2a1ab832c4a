/** The environment in which commands of a virtual machine run. */
import { join } from "node:path";

/** Who runs a command. */
export interface GuestUser {
  readonly name: string;
  /** Home folder, below the machine's folder. */
  readonly home: string;
}

/** Where the machine is and what it can reach. */
export interface GuestSurroundings {
  readonly folder: string;
  /** Folders of programs that a real image would have. */
  readonly path: readonly string[];
  readonly imdsUrl: string;
  readonly egressUrl: string;
}

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * The whole environment of a login: that of a fresh machine, and the variables by which the libraries of Azure and AWS
 * find this machine's metadata service and AWS.
 */
export function guestEnvironment(
  surroundings: GuestSurroundings,
  { name, home }: GuestUser,
): Record<string, string> & { readonly HOME: string } {
  return {
    HOME: join(surroundings.folder, home),
    USER: name,
    LOGNAME: name,
    SHELL: "/bin/sh",
    LANG: "C.UTF-8",
    ...serviceEnvironment(surroundings),
  };
}

/**
 * The environment that the machine's agent gives to scripts of Run Command: that of a service, with a `PATH` and without
 * `HOME` and the user's other variables.
 * `TMPDIR` is the lab's, because the machine has no /tmp.
 *
 * @evidence log Scripts of Run Command have a `PATH`, and no `HOME`. Source: Azure/custom-script-extension-linux #97,
 *   Azure/WALinuxAgent #1561.
 */
export function serviceEnvironment({
  folder,
  path,
  imdsUrl,
  egressUrl,
}: GuestSurroundings): Record<string, string> {
  return {
    TMPDIR: join(folder, "tmp"),
    PATH: [join(folder, "lab/bin"), ...path, ...SYSTEM_PATH].join(":"),
    AZURE_POD_IDENTITY_AUTHORITY_HOST: imdsUrl,
    AWS_ENDPOINT_URL: egressUrl,
    AWS_ENDPOINT_URL_STS: egressUrl,
    // Nothing may fall through to an address outside this machine.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
