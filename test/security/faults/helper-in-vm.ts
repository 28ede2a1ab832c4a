/** The credential helper as it is installed in the quickstart's VM, each run with a cache of its own. */
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import type { Lab } from "../../../lab";
import type { LabVm, ProcessResult } from "../../../lab/azure";
import { LAB_AWS_REGION, LAB_AZURE_LOCATION } from "../../../lab/lab-facts";
import { PulumiStack } from "../../../lab/pulumi";
import { startLab } from "../../../lab/testing/with-lab";
import { createSshKey } from "../../../tools/demo/ssh-key";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { administratorIam } from "../exploits/aws-thief";

const FAST_HELPER = path.join(PROJECT_ROOT, "test/unit/credential-helper/helper/fast_helper.py");

/** A cache folder. */
export class Cache {
  constructor(readonly folder: string) {}

  /** The documents of its sessions; fails when one is not whole or when something half-written is there. */
  async documents(): Promise<string[]> {
    const names = await readdir(this.folder);
    const sessions = names.filter((name) => /^session-[0-9a-f]{8}$/.test(name));
    const others = names.filter((name) => !/^(session-[0-9a-f]{8}(\.lock)?|notes-[0-9a-f]{8})$/.test(name));
    assert.deepEqual(others, []);
    return Promise.all(
      sessions.map(async (name) => {
        const lines = (await readFile(path.join(this.folder, name), "utf8")).split("\n");
        assert.deepEqual([lines.length, lines[0], lines[4]], [5, "azure-to-aws-session 1", ""]);
        const document = lines[3] ?? "";
        assert.equal((JSON.parse(document) as { Version: number }).Version, 1);
        return `${document}\n`;
      }),
    );
  }
}

/** A lab with a deployed quickstart. */
export class HelperInVm {
  private constructor(
    readonly lab: Lab,
    private readonly vm: LabVm,
    private readonly command: readonly [helper: string, ...options: string[]],
  ) {}

  static async start(): Promise<HelperInVm> {
    const lab = await startLab();
    try {
      const stack = await PulumiStack.create(lab.pulumi, {
        projectDirectory: PROJECT_ROOT,
        stackName: "helper",
        directory: lab.directory,
        config: {
          "aws:region": LAB_AWS_REGION,
          "azure-native:location": LAB_AZURE_LOCATION,
          "azure-to-aws-quickstart:sshPublicKey": createSshKey(),
          "azure-to-aws-quickstart:buckets": ["devteam-reports"],
        },
      });
      const up = await stack.up();
      assert.equal(up.exitCode, 0, up.output);
      const [vm] = lab.azure.vms();
      assert.ok(vm);
      const config = await vm.run(["sh", "-c", 'cat "$AWS_CONFIG_FILE"']);
      const line = /^credential_process = (.*)$/m.exec(config.stdout)?.[1] ?? "";
      const [program = "", ...options] = line.replaceAll('"', "").split(" ");
      assert.ok(program.startsWith(vm.folder), program);
      return new HelperInVm(lab, vm, [program, ...options]);
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.lab.stop();
  }

  /** Makes a role that trusts what the installed one trusts. @returns the helper, asking for that role */
  async withNewRole(RoleName: string): Promise<HelperInVm> {
    const installed =
      this.command.find((word) => word.includes(":role/")) ?? assert.fail("it asks for no role");
    const iam = administratorIam(this.lab);
    try {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName: installed.split("/").at(-1) }));
      const AssumeRolePolicyDocument = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
      const created = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
      const [helper, ...options] = this.command;
      const others = options.map((word) => (word === installed ? (created.Role?.Arn ?? "") : word));
      return new HelperInVm(this.lab, this.vm, [helper, ...others]);
    } finally {
      iam.destroy();
    }
  }

  /** A new cache folder. */
  async cache(): Promise<Cache> {
    return new Cache(await mkdtemp(path.join(this.vm.folder, "tmp", "cache-")));
  }

  /**
   * Runs it.
   *
   * @param times settings for fast_helper.py, which sets them in the installed modules once they are loaded
   * @param more arguments besides
   * @param env variables besides
   */
  async run(
    cache: Cache,
    times?: Readonly<Record<string, number>>,
    more: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ProcessResult> {
    const [helper, ...options] = this.command;
    const all = [...options, ...more, "--cache-dir", cache.folder];
    return times === undefined
      ? this.vm.run([helper, ...all], { env })
      : this.vm.run(["python3", "-IS", FAST_HELPER, JSON.stringify(times), helper, ...all], { env });
  }
}
