/** Absolute paths in a guest's texts, moved into the folder that plays the guest's file system. */

/** Paths that the lab moves, whole path segments each. */
const MOVED = ["/opt", "/home", "/etc/azure-to-aws", "/etc/profile.d", "/var/lib/azure-to-aws"];

/** Characters that mean nothing to a shell, so that a moved path can replace the original anywhere. */
const PLAIN_FOLDER = /^\/[\w@+./-]*\w$/;

/** @throws Error for a folder with characters that a shell would read as something else. */
export function demandPlainFolder(folder: string): void {
  if (!PLAIN_FOLDER.test(folder)) {
    throw new Error(
      `the lab cannot keep VMs in this folder. Expected an absolute path with only letters, digits, and _ @ + . / -; got ${JSON.stringify(folder)}`,
    );
  }
}

/**
 * `text` with every absolute path below `/opt`, `/home`, `/etc/azure-to-aws`, `/etc/profile.d` and
 * `/var/lib/azure-to-aws` put below `folder`.
 *
 * A path is moved only at its beginning: not after a word, a variable, or another part of the same path. It must end with a
 * whole segment: `/etc/profile.day` is not in `/etc/profile.d`. Moving a text twice has the same result as moving it once.
 *
 * @param moved Paths to move instead of those, each of whole segments.
 * @throws Error as {@link demandPlainFolder}.
 */
export function moveGuestPaths(text: string, folder: string, moved: readonly string[] = MOVED): string {
  demandPlainFolder(folder);
  if (moved.length === 0) {
    return text;
  }
  const paths = moved.map(escape).join("|");
  // A path that is in the folder already is taken as a whole, and left alone.
  const already = `${escape(folder)}(?![\\w-])`;
  const beginning = `(?<![\\w./~$})\\]*?])(?<!\\$\\w+["'])(?<![})]["'])`;
  const end = `(?![\\w-]|\\.\\w)`;
  const pattern = new RegExp(`${already}|${beginning}(?:${paths})${end}`, "g");
  return text.replace(pattern, (found) => (found === folder ? found : folder + found));
}

function escape(text: string): string {
  return text.replace(/[.+]/g, "\\$&");
}
