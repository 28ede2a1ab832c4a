/** Makes the files of a release in a copy of the checkout. It publishes nothing. */
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { copyCheckout } from "./checkout";
import { checksums } from "./checksums";
import type { Commit } from "./commits";
import { isPage, isPublished, publishedPage, publishedState, STATE_FILE } from "./first-release";
import { commitsSince, lastRelease, trackedFiles } from "./git";
import { demandMakers, type Maker } from "./makers";
import { nextVersion } from "./next-version";
import { type ReleasePlan, renderPlan } from "./plan";
import { announcement, releasedChangelog, releaseNotes, sectionOf } from "./release-notes";
import { shippedPackages } from "./shipped-packages";
import { softwareBill } from "./software-bill";
import { isVersionedPage, pageWithVersion, type VersionedFile, withVersion } from "./versions";

/** What a release is made of. */
export interface ReleaseOptions {
  /** The checkout. */
  readonly root: string;
  /** The folder for the files. It is emptied. */
  readonly destination: string;
  readonly makers: readonly Maker[];
  readonly versionedFiles: readonly VersionedFile[];
  /** The project's address, which the pages get with the first release; `undefined` if it is not known. */
  readonly repository: string | undefined;
  /** The day of the release, as in `2026-11-28`. */
  readonly date: string;
  /** Whether the version is that of the manifests, and the changelog has its section: so it is for a pushed tag. */
  readonly isTagged: boolean;
  /** Tries the laws of judging on new policies, and prints what breaks one. A tagged release needs `true`. */
  readonly tryLaws: () => Promise<boolean>;
  /** Receives each line of the plan, and what is being done. */
  readonly report: (line: string) => void;
}

/**
 * Makes the files of a release.
 *
 * @returns The version; `undefined` if there is nothing to release.
 * @throws Error if a maker is missing or fails, the manifests do not agree, or a law of judging does not hold
 */
export async function makeRelease(options: ReleaseOptions): Promise<string | undefined> {
  const { root, makers, report } = options;
  const plan = await planRelease(options);
  report(renderPlan(plan));
  const { scripts = {} } = await readManifest(root);
  demandMakers(makers, scripts);
  const { version } = plan;
  if (version === undefined) {
    return undefined;
  }
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-release-")));
  try {
    await copyCheckout(root, folder);
    await writeVersion({ ...options, root: folder }, plan, version);
    if (options.isTagged && !(await options.tryLaws())) {
      throw new Error("a law of judging does not hold, so nothing is released. See docs/explanation/laws.md");
    }
    await fill(options, folder, plan.commits, version);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return version;
}

/** What a release would do. Nothing is written. */
export async function planRelease({
  root,
  makers,
  versionedFiles,
  repository,
  isTagged,
}: Omit<ReleaseOptions, "destination" | "date" | "report" | "tryLaws">): Promise<ReleasePlan> {
  const { version: manifest } = await readManifest(root);
  // The tag of a release that is being made is there already.
  const released = await lastRelease(root, isTagged ? manifest : undefined);
  const commits = await commitsSince(root, released);
  const version = isTagged ? manifest : nextVersion(released, manifest, commits);
  const changed =
    version === undefined || version === manifest
      ? []
      : [...versionedFiles.map(({ file }) => file), ...(await changedPages(root, manifest, version))];
  const published = version === undefined ? [] : await filesToPublish(root, repository);
  return { released, manifest, version, commits, changed, published, makers };
}

/**
 * Writes the next version, and its section of the changelog, into a checkout. With the first release, the pages name the registries.
 */
export async function writeVersion(
  {
    root,
    versionedFiles,
    repository,
    date,
    isTagged,
  }: Omit<ReleaseOptions, "destination" | "report" | "tryLaws">,
  { manifest, commits }: Pick<ReleasePlan, "manifest" | "commits">,
  version: string,
): Promise<void> {
  const edit = async (file: string, change: (text: string) => string): Promise<void> => {
    const place = path.join(root, file);
    await writeFile(place, change(await readFile(place, "utf8")));
  };
  for (const versioned of versionedFiles) {
    await edit(versioned.file, (text) => withVersion(versioned, text, manifest, version));
  }
  for (const page of await changedPages(root, manifest, version)) {
    await edit(page, (text) => pageWithVersion(text, manifest, version));
  }
  if (version !== manifest) {
    for (const { file, script } of versionedFiles) {
      if (script !== undefined) {
        await runScript(root, script, file);
      }
    }
  }
  for (const file of await filesToPublish(root, repository)) {
    if (isTagged) {
      throw new Error(
        `${file}: it says that nothing is published. Run npm run generate -- release --prepare before you tag`,
      );
    }
    await edit(file, (text) =>
      file === STATE_FILE ? publishedState(text) : publishedPage(text, file, repository),
    );
  }
  await edit("CHANGELOG.md", (text) => {
    if (sectionOf(text, version) !== undefined) {
      return text;
    }
    if (isTagged) {
      throw new Error(
        `CHANGELOG.md: no section for ${version}. Run npm run generate -- release --prepare before you tag`,
      );
    }
    return releasedChangelog(text, version, date, releaseNotes(commits));
  });
}

async function changedPages(root: string, from: string, to: string): Promise<string[]> {
  return filesThatChange(root, isVersionedPage, (text) => pageWithVersion(text, from, to));
}

/** The files that still say that nothing is published: the pages with a text for afterwards, and the state. */
async function filesToPublish(root: string, repository: string | undefined): Promise<string[]> {
  const pages = await filesThatChange(root, isPage, (text, file) => publishedPage(text, file, repository));
  const state = await readFile(path.join(root, STATE_FILE), "utf8");
  return isPublished(state) ? pages : [STATE_FILE, ...pages];
}

async function filesThatChange(
  root: string,
  isMeant: (file: string) => boolean,
  change: (text: string, file: string) => string,
): Promise<string[]> {
  // A copy of the checkout has no repository.
  const files = (await trackedFiles(root).catch(() => filesBelow(root))).filter(isMeant).sort();
  const texts = await Promise.all(files.map(async (file) => readFile(path.join(root, file), "utf8")));
  return files.filter((file, index) => {
    const text = texts[index] ?? "";
    return change(text, file) !== text;
  });
}

async function filesBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}

/** Runs the makers in the copy, and fills the folder of the release. */
async function fill(
  { destination, makers, repository, report }: ReleaseOptions,
  folder: string,
  commits: readonly Commit[],
  version: string,
): Promise<void> {
  await rm(destination, { recursive: true, force: true });
  await mkdir(destination, { recursive: true });
  for (const maker of makers) {
    report(`Making ${maker.makes}`);
    await make(maker, folder, destination);
  }
  report("Writing the software bill of materials, the notes, and the checksums");
  await writeFile(
    path.join(destination, "sbom.cdx.json"),
    await softwareBill(folder, await shippedPackages(destination)),
  );
  const section = sectionOf(await readFile(path.join(folder, "CHANGELOG.md"), "utf8"), version) ?? "";
  await writeFile(
    path.join(destination, "NOTES.md"),
    announcement(section, version, releaseNotes(commits), repository),
  );
  const files = (await filesBelow(destination)).sort();
  const contents = await Promise.all(
    files.map(async (file) => ({ path: file, content: await readFile(path.join(destination, file)) })),
  );
  await writeFile(path.join(destination, "SHA256SUMS"), checksums(contents));
}

async function make({ makes, script, fills }: Maker, folder: string, destination: string): Promise<void> {
  await runScript(folder, script, makes);
  for (const { from, to, expects } of fills) {
    const made = path.join(folder, from);
    const names = await filesBelow(made).catch(() => []);
    const missing = expects.find((expected) => !names.some((name) => expected.test(name)));
    if (missing !== undefined) {
      throw new Error(`npm run ${script}: it made no file ${missing.source} in ${from}. Expected ${makes}`);
    }
    const target = path.join(destination, to);
    if (to.endsWith(".tar.gz")) {
      await execa("tar", ["-czf", target, "-C", made, "."]);
    } else {
      await cp(made, target, { recursive: true });
    }
  }
}

async function runScript(folder: string, script: string, makes: string): Promise<void> {
  const { exitCode, all } = await execa("npm", ["run", "--silent", ...script.split(" ")], {
    cwd: folder,
    all: true,
    reject: false,
    stdin: "ignore",
  });
  if (exitCode !== 0) {
    throw new Error(
      `npm run ${script}: exit code ${exitCode ?? "none"} while making ${makes}:\n${all.slice(-4_000)}`,
    );
  }
}

async function readManifest(
  root: string,
): Promise<{ readonly version: string; readonly scripts?: Readonly<Record<string, string>> }> {
  return JSON.parse(await readFile(path.join(root, "package.json"), "utf8")) as {
    readonly version: string;
    readonly scripts?: Readonly<Record<string, string>>;
  };
}
