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
 * The whole environment: that of a login on a fresh machine, and the variables by which Azure's and AWS's libraries are
 * told where this machine's metadata service and AWS are.
 */
export function guestEnvironment(
  { folder, path, imdsUrl, egressUrl }: GuestSurroundings,
  { name, home }: GuestUser,
): Record<string, string> & { readonly HOME: string } {
  return {
    HOME: join(folder, home),
    USER: name,
    LOGNAME: name,
    SHELL: "/bin/sh",
    LANG: "C.UTF-8",
    TMPDIR: join(folder, "tmp"),
    PATH: [join(folder, "lab/bin"), ...path, ...SYSTEM_PATH].join(":"),
    AZURE_POD_IDENTITY_AUTHORITY_HOST: imdsUrl,
    AWS_ENDPOINT_URL: egressUrl,
    AWS_ENDPOINT_URL_STS: egressUrl,
    // Nothing may fall through to an address outside this machine.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
