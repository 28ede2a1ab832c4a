/** Where the site's pages come from, and which address each has. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** The repository, from which pages and their links are read. */
export const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** Pages outside docs/ that belong to the manual, by their address on the site. */
const OUTSIDE: Readonly<Record<string, string>> = {
  "README.md": "overview.md",
  "SECURITY.md": "security.md",
  "CHANGELOG.md": "changelog.md",
  "CONTRIBUTING.md": "contributing.md",
};

/** Pages for the Pulumi Registry, which has markup that no other site reads. */
export const FOR_THE_REGISTRY = ["docs/_index.md", "docs/installation-configuration.md"];

/** How-to guides that are one group in the sidebar. Each says whether its reader needs this project. */
export const OTHER_WAYS = [
  "aws-login",
  "azcopy",
  "azure-devops",
  "bedrock",
  "data-factory",
  "databricks",
  "microsoft-fabric",
  "roles-anywhere",
  "security-hub",
  "sentinel-and-defender",
  "spiffe",
].map((name) => `docs/how-to/${name}.md`);

/** The page that leads to {@link OTHER_WAYS}. */
export const WHICH_WAY = "docs/how-to/which-way.md";

/** The address of a page on the site, with `.md`; `undefined` for a file that is not on the site. */
export function addressOf(file: string): string | undefined {
  if (FOR_THE_REGISTRY.includes(file)) {
    return undefined;
  }
  if (file.startsWith("docs/") && file.endsWith(".md")) {
    return file.slice("docs/".length).replace(/(^|\/)README\.md$/, "$1index.md");
  }
  const example = /^examples\/(?:([\w-]+)\/)?README\.md$/.exec(file);
  return example === null ? OUTSIDE[file] : `examples/${example[1] ?? "index"}.md`;
}

/** All files of the site, relative to the repository, with their addresses. */
export function pages(): Record<string, string> {
  const found = [...Object.keys(OUTSIDE), ...below("docs"), ...below("examples")];
  return Object.fromEntries(
    found.flatMap((file) => {
      const address = addressOf(file);
      return address === undefined ? [] : [[file, address]];
    }),
  );
}

/** The files of the reference that are offered for download, at their own paths below docs/. */
export function downloads(): string[] {
  return readdirSync(path.join(REPOSITORY, "docs/reference"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".json"))
    .map((file) => `docs/reference/${file.split(path.sep).join("/")}`);
}

/** The page's first heading, without Markdown. */
export function titleOf(file: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(path.join(REPOSITORY, file), "utf8"));
  if (file === "docs/index.md") {
    return "Start page";
  }
  if (heading?.[1] === undefined) {
    throw new Error(`${file} has no heading. Expected a first line "# Title".`);
  }
  return heading[1].replace(/`/g, "");
}

/** The Markdown files below a folder. */
function below(folder: string): string[] {
  return readdirSync(path.join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return entry.name === "node_modules" || entry.name.startsWith(".") ? [] : below(file);
    }
    return entry.name.endsWith(".md") ? [file] : [];
  });
}

/** Whether a path of the repository exists. */
export function isInRepository(file: string): boolean {
  return existsSync(path.join(REPOSITORY, file));
}
