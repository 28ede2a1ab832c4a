/** A user's repository with a program, the packages as they are packed, and what the example pipelines expect in it. */
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { stringify } from "yaml";
import type { Lab } from "../../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../../lab/lab-facts";
import { PLUGIN_ENTRIES } from "../../../../lab/pulumi";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { InstalledProject } from "../../../unit/packaging/installed-project";
import { AUD, AUDIENCE, policy } from "../../../unit/trust/entra-policy";

/** The stack that the pipelines deploy. */
export const STACK = "prod";

/** A branch that reads one bucket more. */
export const HONEST = "one-bucket-more";

/** A branch that adds a role without a subject, and switches off the whole pack in its own copy of the configuration. */
export const WEAKENED = "open-role";

const program = (buckets: readonly string[], more = ""): string => `
import { AzureToAwsFederation } from "@azure-to-aws/federation";
${more}
new AzureToAwsFederation("orders", {
  location: "${LAB_AZURE_LOCATION}",
  region: "${LAB_AWS_REGION}",
  workloads: { importer: { permissions: { readBuckets: ${JSON.stringify(buckets)} } } },
});
`;

const OPEN_TRUST = policy({ Condition: { StringEquals: { [AUD]: AUDIENCE } } });
const OPEN_ROLE = `
import { Role } from "@pulumi/aws/iam/role";
new Role("open", { assumeRolePolicy: ${JSON.stringify(JSON.stringify(OPEN_TRUST))} });
`;

const GIT = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  GIT_AUTHOR_NAME: "Ada",
  GIT_AUTHOR_EMAIL: "ada@example.com",
  GIT_COMMITTER_NAME: "Ada",
  GIT_COMMITTER_EMAIL: "ada@example.com",
};

/** The repository, with the stack `prod` in the lab's state. */
export class UserRepository {
  private constructor(
    /** Address for `git clone`. */
    readonly url: string,
    /** Variables for git. */
    readonly environment: Readonly<Record<string, string>>,
    /** The versions of the provider SDKs that it has, by the names of their plugins. */
    readonly providers: Readonly<Record<string, string>>,
  ) {}

  /** Packs the packages, locks them by `npm install`, and commits. */
  static async create(lab: Lab): Promise<UserRepository> {
    const folder = path.join(lab.directory, "infrastructure");
    const installed = await InstalledProject.create();
    const providers: Record<string, string> = {};
    try {
      for (const name of Object.keys(PLUGIN_ENTRIES)) {
        providers[name] = await installed.version(`@pulumi/${name}`);
      }
      await mkdir(folder);
      await cp(installed.directory, folder, {
        recursive: true,
        filter: (source) => !source.endsWith(`${path.sep}node_modules`),
      });
    } finally {
      await installed.remove();
    }
    const git = (...args: readonly string[]) => execa("git", args, { cwd: folder, env: GIT });
    const write = async (name: string, text: string) => writeFile(path.join(folder, name), text);
    await git("init", "--quiet", "--initial-branch", "main");
    await write(".gitignore", "node_modules/\n");
    await write("Pulumi.yaml", stringify({ name: "infrastructure", runtime: "nodejs" }));
    await write("index.ts", program(["devteam-reports"]));
    await write("policies.json", JSON.stringify({ "entra-assignment-is-required": "mandatory" }));
    await mkdir(path.join(folder, "ci"));
    await cp(path.join(PROJECT_ROOT, "examples/ci/comment.mjs"), path.join(folder, "ci/comment.mjs"));
    await mkdir(path.join(folder, "trust"));
    await write("trust/reporting.json", JSON.stringify(policy(), null, 2));
    const { exitCode, output } = await lab.pulumi.run(["stack", "init", STACK], { projectDirectory: folder });
    if (exitCode !== 0) {
      throw new Error(`pulumi stack init: ${output}`);
    }
    const settings = path.join(folder, `Pulumi.${STACK}.yaml`);
    const salt = await readFile(settings, "utf8").catch(() => "");
    const config = { "aws:region": LAB_AWS_REGION, "azure-native:location": LAB_AZURE_LOCATION };
    await writeFile(settings, `${salt}${stringify({ config })}`);
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "feat: orders");

    await git("checkout", "--quiet", "-b", HONEST);
    await write("index.ts", program(["devteam-reports", "devteam-builds"]));
    await git("commit", "--quiet", "--all", "--message", "feat: another bucket");

    await git("checkout", "--quiet", "-b", WEAKENED, "main");
    await write("index.ts", program(["devteam-reports"], OPEN_ROLE));
    await write("policies.json", JSON.stringify({ all: "disabled" }));
    await write("trust/open.json", JSON.stringify(OPEN_TRUST, null, 2));
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "feat: a role");
    await git("checkout", "--quiet", "main");
    return new UserRepository(`file://${folder}`, GIT, providers);
  }

  /** Checks a branch out into a new folder. */
  async checkout(branch: string, folder: string): Promise<void> {
    await execa("git", ["clone", "--quiet", "--branch", branch, this.url, folder], { env: this.environment });
  }
}
