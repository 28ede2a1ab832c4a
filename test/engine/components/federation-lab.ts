/** Both clouds and stacks whose program is a text, under the real engine. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import type { Lab } from "../../../lab";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { type PulumiRun, PulumiStack } from "../../../lab/pulumi";
import { makeProject } from "../../../lab/testing/make-project";

/** A resource as the engine keeps it. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly provider?: string;
  readonly protect?: boolean;
  readonly customTimeouts?: { readonly create?: number; readonly update?: number; readonly delete?: number };
  readonly inputs?: Record<string, unknown>;
  readonly outputs?: Record<string, unknown>;
}

/** The words for a step, done and planned. A replacement is one deed, unless it ended after the deletion. */
const DEEDS: Readonly<Record<string, readonly [done: string, planned: string]>> = {
  create: ["created", "create"],
  update: ["updated", "update"],
  delete: ["deleted", "delete"],
  "create-replacement": ["replaced", "replace"],
};

/**
 * What a run did to what is in a cloud: `created fed-app-role`. Sorted. From the engine's event log: the CLI writes its lines into
 * two streams, and a line that the other stream cuts is lost.
 */
export function deeds(run: PulumiRun): string[] {
  const made = new Set(run.steps.filter(({ op }) => op === "create-replacement").map(({ urn }) => urn));
  const found = run.steps.flatMap(({ op, urn, isPlanned }) => {
    const words = DEEDS[op === "delete-replaced" && !made.has(urn) ? "delete" : op];
    return words === undefined ? [] : [`${words[isPlanned ? 1 : 0]} ${nameOf({ urn })}`];
  });
  return found.sort();
}

/** The name of a resource. */
export function nameOf({ urn }: Pick<StateResource, "urn">): string {
  return urn.split("::").at(-1) ?? "";
}

/** A transform of a program: a verification fails at once if a cloud does not know everything yet. */
export const VERIFY_AT_ONCE = `({ name, props, opts }) => {
  const atOnce = ({ script }) => ({ script: script.replace('"$cache" --wait', '"$cache"') });
  return name.endsWith("-verify")
    ? { props: { ...props, source: pulumi.output(props.source).apply(atOnce) }, opts }
    : undefined;
}`;

/** A stack whose program can be exchanged. */
export class ProgramStack {
  private constructor(
    readonly stack: PulumiStack,
    private readonly lab: Lab,
    private readonly folder: string,
  ) {}

  /** @param config Besides both regions; null takes one of them away. */
  static async create(
    lab: Lab,
    name: string,
    config: Readonly<Record<string, unknown>> = {},
  ): Promise<ProgramStack> {
    const folder = await makeProject(path.join(lab.directory, "programs"), name, "");
    const all: Readonly<Record<string, unknown>> = {
      "aws:region": LAB_AWS_REGION,
      "azure-native:location": LAB_AZURE_LOCATION,
      ...lab.pluginConfiguration,
      ...config,
    };
    const stack = await PulumiStack.create(lab.pulumi, {
      projectDirectory: folder,
      stackName: name,
      directory: path.join(lab.directory, "stacks"),
      config: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)),
    });
    return new ProgramStack(stack, lab, folder);
  }

  /** Takes another program: JavaScript with `pulumi`, `azure` (this package) and `exports` at hand. */
  async program(source: string): Promise<void> {
    const head =
      'const pulumi = require("@pulumi/pulumi");\nconst azure = require("@azure-to-aws/federation");\n';
    await writeFile(path.join(this.folder, "index.js"), head + source);
  }

  /** Takes another program, and updates to it. */
  async deploy(source: string): Promise<PulumiRun> {
    await this.program(source);
    return this.succeed("up");
  }

  /** Runs an operation that must succeed. */
  async succeed(operation: "destroy" | "preview" | "up"): Promise<PulumiRun> {
    const run = await this.stack[operation]();
    assert.equal(run.exitCode, 0, run.output);
    return run;
  }

  /** Destroys a stack of whose resources another one deleted some: a provider takes a missing one for an error. */
  async destroyRefreshed(): Promise<void> {
    const run = await this.stack.destroy({ refresh: true });
    assert.equal(run.exitCode, 0, run.output);
  }

  /** `pulumi refresh` of the state, which must succeed. */
  async refresh(): Promise<PulumiRun> {
    const run = await this.run(["refresh", "--yes", "--skip-preview"]);
    assert.equal(run.exitCode, 0, run.output);
    return run;
  }

  /** Runs the commands with which warnings end about what a provider forgot. There must be one. */
  async importPrinted(output: string): Promise<void> {
    const printed = output.matchAll(/run pulumi up again: (pulumi import .*) \[forgotten-object\]$/gm);
    const commands = new Set([...printed].map(([, command = ""]) => command));
    assert.notEqual(commands.size, 0, output);
    for (const command of commands) {
      // As a shell reads it, quotes and all.
      const words = execFileSync("sh", ["-c", `printf '%s\\n' ${command}`], { encoding: "utf8" });
      const [, ...args] = words.trimEnd().split("\n");
      const run = await this.run([...args, "--yes", "--skip-preview"]);
      assert.equal(run.exitCode, 0, run.output);
    }
  }

  /** Runs a command of Pulumi, such as `import`, on this stack. */
  async run(args: readonly string[]): Promise<PulumiRun> {
    return this.lab.pulumi.run(
      [...args, "--stack", this.stack.name, "--config-file", this.stack.configFile],
      {
        projectDirectory: this.folder,
      },
    );
  }

  /** The whole state as text. */
  async exported(): Promise<string> {
    const run = await this.lab.pulumi.run(["stack", "export", "--stack", this.stack.name], {
      projectDirectory: this.folder,
    });
    assert.equal(run.exitCode, 0, run.output);
    return run.output;
  }

  /** What the state holds, providers and the stack itself left out. */
  async resources(): Promise<StateResource[]> {
    const state = JSON.parse(await this.exported()) as { deployment: { resources: StateResource[] } };
    return state.deployment.resources.filter(({ type }) => !type.startsWith("pulumi:"));
  }
}

/**
 * Permissions in Microsoft Graph that need no ownership: for programs that declare applications without owners, as other
 * teams' programs may.
 */
export const BROAD: readonly string[] = ["Application.ReadWrite.All"];

/** What is left in both clouds: 0 when they are empty but for what the lab started with. */
export async function leftIn(lab: Lab): Promise<number> {
  const { oidcProviders, roles, policies } = await lab.aws.counts();
  return lab.azure.counts().total + oidcProviders + roles + policies;
}
