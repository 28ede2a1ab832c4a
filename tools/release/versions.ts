/** Where the version is written, and what it becomes. test/unit/packaging/manifest.test.ts holds all of them to one version. */

/** A file with the version in it. */
export interface VersionedFile {
  readonly file: string;
  /** Each has the version in its first group. It must match. */
  readonly places: readonly RegExp[];
}

/** The version of a manifest, which is the first one in it. */
const OWN = /^ {2}"version": "([^"]+)"/gm;

/** Other packages of the project among the dependencies. */
const DEPENDENCIES = /"@azure-to-aws\/[\w-]+": "\^([^"]+)"/g;

/** The manifests, one line each. */
export const VERSIONED_FILES: readonly VersionedFile[] = [
  { file: "package.json", places: [OWN] },
  {
    file: "package-lock.json",
    places: [
      OWN,
      /^ {4}"(?:policypack)?": \{\n(?: {6}"name": .*\n)? {6}"version": "([^"]+)"/gm,
      DEPENDENCIES,
    ],
  },
  { file: "policypack/package.json", places: [OWN, DEPENDENCIES] },
  { file: "templates/quickstart/package.json", places: [DEPENDENCIES] },
  { file: "schema.json", places: [OWN] },
  { file: "credential-helper/azure_to_aws/__init__.py", places: [/^VERSION = "([^"]+)"$/gm] },
];

/**
 * A manifest with another version.
 *
 * @throws Error if a place is missing, or has a third version
 */
export function withVersion({ file, places }: VersionedFile, text: string, from: string, to: string): string {
  return places.reduce((before, place) => {
    const versions = [...before.matchAll(place)].map(([, version]) => version);
    if (versions.length === 0) {
      throw new Error(
        `${file}: no place of the version matches ${place.source}. Correct tools/release/versions.ts`,
      );
    }
    const other = versions.find((version) => version !== from);
    if (other !== undefined) {
      throw new Error(`${file}: expected version ${from}; got ${other}. All manifests must have one version`);
    }
    return before.replace(place, (match, version: string) => {
      const at = match.lastIndexOf(version);
      return match.slice(0, at) + to + match.slice(at + version.length);
    });
  }, text);
}

/** A page with another version in the names of this project's packages, such as `azure-to-aws-federation-0.2.0.tgz`. */
export function pageWithVersion(text: string, from: string, to: string): string {
  const version = from.replaceAll(".", "\\.");
  return text.replace(new RegExp(`(azure-to-aws[\\w/-]*[ @-]v?)${version}(?![\\w-]|\\.\\d)`, "g"), `$1${to}`);
}
