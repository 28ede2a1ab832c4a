/** What an npm registry has of a release. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { ask, missingFrom } from "./compare.mjs";

/**
 * The tarballs that a registry lacks.
 *
 * Source: npm/registry, docs/responses/package-metadata.md (`dist.integrity`).
 *
 * @param {string} folder - The folder with the tarballs.
 * @param {string} registry - The registry's address, without a slash at the end.
 * @returns {Promise<string[]>} The names of their files.
 * @throws Error if the registry has another tarball of one of the versions
 */
export async function missingTarballs(folder, registry) {
  const missing = [];
  for (const file of readdirSync(folder)
    .filter((each) => each.endsWith(".tgz"))
    .sort()) {
    const tarball = path.join(folder, file);
    const { name, version } = JSON.parse(
      execFileSync("tar", ["-xzOf", tarball, "package/package.json"], { encoding: "utf8" }),
    );
    const document = await ask(
      `${registry}/${name.replace("/", "%2f")}`,
      "application/vnd.npm.install-v1+json",
    );
    const dist = document?.versions?.[version]?.dist;
    const built = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`;
    const label = `${name}@${version}`;
    const published = dist === undefined ? [] : [[label, dist.integrity ?? "without integrity"]];
    if (missingFrom(registry, new Map([[label, built]]), new Map(published)).length > 0) {
      missing.push(file);
    }
  }
  return missing;
}
