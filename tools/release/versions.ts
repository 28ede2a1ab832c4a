/** Where the version is written, and what it becomes. test/unit/packaging/manifest.test.ts holds all of them to one version. */

/** A file with the version in it. */
export interface VersionedFile {
  readonly file: string;
  /** Each has the version in its first group. It must match. */
  readonly places: readonly RegExp[];
  /** What follows `npm run` to make the file from the others. It runs last, and may write further files. */
  readonly script?: string;
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
    places: [OWN, /^ {4}"(?:policypack|lab)?": \{\n(?: {6}"name": .*\n)? {6}"version": "([^"]+)"/gm],
  },
  { file: "policypack/package.json", places: [OWN] },
  { file: "lab/package.json", places: [OWN] },
  { file: "templates/quickstart/package.json", places: [DEPENDENCIES] },
  { file: "action.yml", places: [/default: (\d+\.\d+\.\d+)$/gm] },
  { file: ".pre-commit-hooks.yaml", places: [/@azure-to-aws\/cli@(\S+)/g] },
  { file: "examples/ci/gitlab/judge.yml", places: [/default: (\d+\.\d+\.\d+)$/gm] },
  { file: "examples/ci/azure-pipelines/judge.yml", places: [/default: (\d+\.\d+\.\d+)$/gm] },
  // It can have the version in addresses, too.
  { file: "schema.json", places: [OWN], script: "generate -- schema" },
  { file: "credential-helper/azure_to_aws/__init__.py", places: [/^VERSION = "([^"]+)"$/gm] },
  { file: "providers/python/azure_to_aws_provider/_exchange.py", places: [/^VERSION = "([^"]+)"$/gm] },
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

/**
 * Where pages have the version, in the first group what is before it. test/unit/tools/release/versions.test.ts fails if a page has it
 * elsewhere.
 */
const ON_PAGES: readonly RegExp[] = [
  // Names of packages, archives, and wheels: `azure-to-aws-{federation,cli}-`, `azure_to_aws_federation-`, `azure-to-aws-plugin.git@`.
  /(azure[-_]to[-_]aws[\w/{},.-]*[ @-]v?)/,
  /(\bsdk\/go@v)/,
  // Programs in YAML.
  /(\bsource: [^\n]*azure-to-aws[^\n]*\bversion: )/,
  // The first line of a snapshot.
  /("by":")/,
  // The Action and the hook.
  /(\buses: [\w.-]+\/[\w.-]+@v)/,
  /(\brev: v)/,
  // The repository with the plugin.
  /(\bgit commit [^\n]*"Version )/,
  /(\bgit (?:tag|push) [^\n]*\bv)/,
];

/** A page with another version where it is the one of this project's packages, such as in `azure-to-aws-federation-0.2.0.tgz`. */
export function pageWithVersion(text: string, from: string, to: string): string {
  const version = from.replaceAll(".", String.raw`\.`);
  return ON_PAGES.reduce(
    (before, { source }) =>
      before.replace(
        new RegExp(String.raw`${source}${version}(?![\w+]|\.\d|-(?:alpha|beta|dev|rc))`, "g"),
        `$1${to}`,
      ),
    text,
  );
}

/** Whether a file is a page that users follow. The changelog and the page on stability speak of former versions. */
export function isVersionedPage(file: string): boolean {
  return (
    file.endsWith(".md") &&
    !/^(?:CHANGELOG\.md|docs\/decisions\/|docs\/reference\/stability\.md|test\/)/.test(file)
  );
}
