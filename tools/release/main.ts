/** `npm run generate -- release`: makes the files of a release in dist/release. `--dry-run`: as it would be now. `--prepare`: writes the version. */
import path from "node:path";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { PROJECT } from "../../messages";
import manifest from "../../package.json";
import { PROJECT_ROOT } from "../project-root";
import { makeRelease, planRelease, type ReleaseOptions, writeVersion } from "./make-release";
import { MAKERS } from "./makers";
import { whyNotHere } from "./permission";
import { renderPlan } from "./plan";
import { VERSIONED_FILES } from "./versions";

const HELP = `Usage: npm run generate -- release [--dry-run | --prepare]

Makes the files of a release in dist/release. It publishes nothing:
.github/workflows/release.yml does, from these files.

Options:
  --dry-run  make the files of the next release here, as CI would
  --prepare  write the next version and its changelog into this checkout,
             for a pull request. Tag the merged commit
  --help     print this text
`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { "dry-run": { type: "boolean" }, prepare: { type: "boolean" }, help: { type: "boolean" } },
  });
  const isDryRun = values["dry-run"] === true;
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  if (isDryRun && values.prepare === true) {
    process.stderr.write(
      "release: --dry-run and --prepare: expected one of them. --prepare writes into this checkout; --dry-run does not\n",
    );
    return 1;
  }
  const options: ReleaseOptions = {
    root: PROJECT_ROOT,
    destination: path.join(PROJECT_ROOT, "dist/release"),
    makers: MAKERS,
    versionedFiles: VERSIONED_FILES,
    repository: PROJECT.repository,
    date: new Date().toISOString().slice(0, 10),
    isTagged: !isDryRun && values.prepare !== true,
    tryLaws,
    report: (line) => process.stdout.write(`${line}\n`),
  };
  if (values.prepare === true) {
    return prepare(options);
  }
  const refused = isDryRun ? undefined : whyNotHere(process.env, manifest.version, PROJECT.repository);
  if (refused !== undefined) {
    process.stderr.write(`release: ${refused}\n`);
    return 1;
  }
  const version = await makeRelease(options);
  options.report(
    version === undefined
      ? "Nothing to release"
      : isDryRun
        ? `dist/release has the files of ${version}. Nothing is published`
        : `dist/release has the files of ${version}`,
  );
  return 0;
}

/** Tries the laws of judging on new policies for ten minutes. */
async function tryLaws(): Promise<boolean> {
  const program = path.join(PROJECT_ROOT, "test/unit/laws/main.ts");
  const { exitCode } = await execa(process.execPath, ["-r", "./tools/typescript/register.cjs", program], {
    cwd: PROJECT_ROOT,
    stdio: "inherit",
    reject: false,
  });
  return exitCode === 0;
}

/** Writes the next version into the checkout, which must have no other changes. */
async function prepare(options: ReleaseOptions): Promise<number> {
  const { stdout } = await execa("git", ["status", "--porcelain"], { cwd: options.root });
  if (stdout !== "") {
    process.stderr.write("release: the checkout has changes. Commit or stash them first\n");
    return 1;
  }
  const plan = await planRelease(options);
  options.report(renderPlan(plan));
  if (plan.published.length > 0 && (PROJECT.repository === undefined || PROJECT.site === undefined)) {
    process.stderr.write(
      "release: messages/project.ts: expected the addresses of the repository and the site, which the first release writes on the pages. docs/maintaining/first-release.md says how to set them\n",
    );
    return 1;
  }
  if (plan.version !== undefined) {
    await writeVersion(options, plan, plan.version);
    await format(options.root, plan.published);
    options.report(
      `Commit this as "build: release ${plan.version}", and tag the merged commit v${plan.version}`,
    );
  }
  return 0;
}

/** The repository's name has another length than its placeholder, so tables need other columns. */
async function format(root: string, files: readonly string[]): Promise<void> {
  if (files.length > 0) {
    await execa("npx", ["--no", "--", "prettier", "--write", "--log-level", "warn", ...files], { cwd: root });
  }
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`release: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
