/** What a Python package index has of a release. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ask, missingFrom } from "./compare.mjs";

/**
 * The distributions that an index lacks.
 *
 * Source: PEP 691, "JSON-based Simple API for Python Package Indexes".
 *
 * @param {string} folder - The folder with one source distribution, and the wheels of its version.
 * @param {string} index - The index's address, without a slash at the end.
 * @returns {Promise<string[]>} The names of their files.
 * @throws Error if the index has another file of this version
 */
export async function missingDistributions(folder, index) {
  const files = readdirSync(folder)
    .filter((name) => /\.(?:whl|tar\.gz)$/.test(name))
    .sort();
  const [source, ...others] = files.filter((name) => name.endsWith(".tar.gz"));
  if (source === undefined || others.length > 0) {
    throw new Error(`${folder}: expected one source distribution; got ${files.join(", ") || "no file"}`);
  }
  const release = source.slice(0, -".tar.gz".length);
  const project = release
    .slice(0, release.lastIndexOf("-"))
    .replace(/[-_.]+/g, "-")
    .toLowerCase();
  const document = await ask(`${index}/${project}/`, "application/vnd.pypi.simple.v1+json");
  const published = (document?.files ?? [])
    .filter(({ filename }) => isOf(release, filename))
    .map(({ filename, hashes }) => [filename, hashes.sha256 ?? "without SHA-256"]);
  const built = files.map((name) => [
    name,
    createHash("sha256")
      .update(readFileSync(path.join(folder, name)))
      .digest("hex"),
  ]);
  return missingFrom(index, new Map(built), new Map(published));
}

/** Whether a file is of a release, such as `project-0.3.0`. */
function isOf(release, file) {
  return file.startsWith(`${release}-`) || file === `${release}.tar.gz` || file === `${release}.zip`;
}
