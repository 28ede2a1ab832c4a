/** Compares what a registry has of a release with the files that were built. */

/**
 * Which files a registry lacks.
 *
 * @param {string} registry - Its address, for errors.
 * @param {ReadonlyMap<string, string>} built - The digest of each built file, by its name in the registry.
 * @param {ReadonlyMap<string, string>} published - The digest of each file of this version that the registry has.
 * @returns {string[]} Their names, in the order of the built files.
 * @throws Error if the registry has another file under one of the names, or a file that was not built
 */
export function missingFrom(registry, built, published) {
  const wrong = [...published].filter(([name, digest]) => built.get(name) !== digest);
  if (wrong.length > 0) {
    const list = wrong.map(
      ([name, digest]) => `${name}: expected ${built.get(name) ?? "no such file"}; published is ${digest}`,
    );
    throw new Error(
      `${registry} has other files than this release:\n${list.join("\n")}\nNo version can be published twice. Find out who published it, and release the next version`,
    );
  }
  return [...built.keys()].filter((name) => !published.has(name));
}

/**
 * Asks a registry.
 *
 * @param {string} url - The address.
 * @param {string} accept - The media type.
 * @returns {Promise<any>} The document; `undefined` if there is none.
 * @throws Error if the answer says neither: then nobody knows what is published
 */
export async function ask(url, accept) {
  const response = await fetch(url, { headers: { accept } });
  if (response.status === 404) {
    return undefined;
  }
  if (!response.ok) {
    throw new Error(`${url}: expected status 200 or 404; got ${response.status}. Run the job again`);
  }
  return response.json();
}
