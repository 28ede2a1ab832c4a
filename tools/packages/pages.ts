import { chmod, copyFile, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT } from "../../messages/project";
import { unpublishedPage } from "../release/first-release";

/** A block of code, a link, or a span of code. Only links are changed. */
const PARTS =
  /^ *```[\s\S]*?^ *```$|!?\[(?<label>(?:`[^`\n]*`|\[[^\]]*\]|[^[\]`])*)\]\((?<address>[^)\s]+)\)|`[^`\n]+`/gm;

/** A file or folder of the project, and its place in a package. The default is the same place. */
export type PackedFile = string | { readonly from: string; readonly to: string };

interface Copy {
  readonly from: string;
  readonly to: string;
}

/**
 * Copies files of the project into a package. In pages, a link to a file that the package lacks becomes a link to the site
 * or the repository. As long as neither has an address, it becomes plain text. What a page says since the first release is left out: that
 * release has made text of it.
 *
 * @param files - Files and folders, as paths from the project's root. Hidden files are left out.
 * @param leftOut - What the package does not take of those folders.
 */
export async function copyFiles(
  root: string,
  destination: string,
  files: readonly PackedFile[],
  leftOut: readonly string[] = [],
): Promise<void> {
  const all = (await Promise.all(files.map((file) => filesOf(root, file)))).flat();
  const copies = all.filter(({ from }) => !leftOut.some((out) => from === out || from.startsWith(`${out}/`)));
  const packed = new Map(copies.map(({ from, to }) => [from, to]));
  await Promise.all(
    copies.map(async (copy) => {
      const [source, target] = [path.join(root, copy.from), path.join(destination, copy.to)];
      await mkdir(path.dirname(target), { recursive: true });
      if (copy.from.endsWith(".md")) {
        await writeFile(
          target,
          withLinksThatLead(unpublishedPage(await readFile(source, "utf8")), copy, packed),
        );
      } else {
        await copyFile(source, target);
        const { mode } = await stat(source);
        await chmod(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
      }
    }),
  );
}

async function filesOf(root: string, file: PackedFile): Promise<Copy[]> {
  const { from, to } = typeof file === "string" ? { from: file, to: file } : file;
  const folder = path.join(root, from);
  if (!(await stat(folder)).isDirectory()) {
    return [{ from, to }];
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .map((entry) => ({ entry, inner: path.relative(folder, path.join(entry.parentPath, entry.name)) }))
    .filter(({ entry, inner }) => entry.isFile() && !/(^|\/)(\.|__pycache__\/)/.test(inner))
    .map(({ inner }) => ({ from: path.posix.join(from, inner), to: path.posix.join(to, inner) }));
}

/**
 * A page in which every relative link leads somewhere.
 *
 * @param page - The page: its links count from its place in the project, and must count from its place in the package.
 * @param packed - The place in the package of each packed file.
 * @param project - The project's addresses.
 */
export function withLinksThatLead(
  text: string,
  page: Copy,
  packed: ReadonlyMap<string, string>,
  project = PROJECT,
): string {
  return text.replace(PARTS, (whole: string, ...rest: unknown[]) => {
    const { label, address } = rest.at(-1) as { label?: string; address?: string };
    const [file = "", fragment] = (address ?? "").split("#");
    if (label === undefined || file === "" || /^[a-z]+:/.test(file)) {
      return whole;
    }
    const target = path.posix.join(path.posix.dirname(page.from), file);
    const place = placeIn(packed, target);
    const hash = fragment === undefined ? "" : `#${fragment}`;
    if (place === undefined) {
      const elsewhere = addressOf(target, project);
      return elsewhere === undefined ? label : `[${label}](${elsewhere}${hash})`;
    }
    const own = path.posix.relative(path.posix.dirname(page.to), place);
    return whole.replace(`(${address ?? ""})`, () => `(${own}${hash})`);
  });
}

/** Where a target is in the package: a file, or a folder of which a file is packed. */
function placeIn(packed: ReadonlyMap<string, string>, target: string): string | undefined {
  const folder = target.replace(/\/$/, "");
  const place = packed.get(target);
  const isFolder = [...packed.keys()].some((file) => file.startsWith(`${folder}/`));
  return place ?? (isFolder ? folder : undefined);
}

/** The address of a page on the site, or of another file in the repository, if these have addresses. */
function addressOf(target: string, { site, repository }: typeof PROJECT): string | undefined {
  const page = /^docs\/(.+)\.md$/.exec(target)?.[1];
  if (site !== undefined && page !== undefined) {
    return `${site}/${page.endsWith("README") ? page.slice(0, -"README".length) : `${page}.html`}`;
  }
  return repository === undefined ? undefined : `${repository}/blob/HEAD/${target}`;
}
