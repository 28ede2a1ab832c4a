/** One AWS account and two Azure tenants, each with teams that have credentials of their own. */
import { randomUUID } from "node:crypto";
import { chmod, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import express from "express";
import { AwsDouble } from "../../../lab/aws";
import { AzureDouble, registerDeployer } from "../../../lab/azure";
import { LoopbackServer } from "../../../lab/http";
import { LAB_AWS_ACCOUNT_ID, LAB_AWS_REGION, LAB_BUCKETS } from "../../../lab/lab-facts";
import { type PulumiCommand, startEngine } from "../../../lab/pulumi";
import { prepareToolchain, type Toolchain } from "../../../lab/pulumi/toolchain";
import { startOrStop, stoppedBy } from "../../../lab/testing/start-or-stop";

/** A tenant with its subscription, and the engine as each of its teams runs it. */
export interface TenantLab {
  readonly azure: AzureDouble;
  /** What the directory held before anything was deployed: the logins of the teams. */
  readonly baseline: number;
  /** Owns applications; has no right in the subscription. */
  readonly entraTeam: PulumiCommand;
  /** Owns the subscription; may assign identities to app roles, and neither create nor change applications. */
  readonly azureTeam: PulumiCommand;
}

/** The tenants' IDs. */
export const TENANTS = [
  "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f",
  "1c2d3e4f-5a6b-4c7d-8e9f-a0b1c2d3e4f5",
] as const;

/** A running lab. Whoever started it stops it. */
export class TwoTenantsLab {
  private constructor(
    readonly directory: string,
    readonly aws: AwsDouble,
    private readonly keys: LoopbackServer,
    readonly tenants: readonly TenantLab[],
    /** Owns the AWS account and has no login to Azure. */
    readonly awsTeam: PulumiCommand,
  ) {}

  static async start(): Promise<TwoTenantsLab> {
    const toolchain = await prepareToolchain({ report: () => undefined });
    return startOrStop(async (keep) => {
      const directory = await realpath(await mkdtemp(path.join(tmpdir(), "azure-to-aws-tenants-")));
      keep(stoppedBy(() => rm(directory, { recursive: true, force: true })));
      // A machine's users must be able to enter the folder that plays its root.
      await chmod(directory, 0o711);
      const doubles: AzureDouble[] = [];
      const keys = await LoopbackServer.listen(
        express().get("/keys", async (_request, response) => {
          response.json({ keys: (await Promise.all(doubles.map(publishedKeys))).flat() });
        }),
      );
      keep(stoppedBy(() => keys.close()));
      const aws = keep(
        await AwsDouble.start({
          python: toolchain.python.python,
          accountId: LAB_AWS_ACCOUNT_ID,
          region: LAB_AWS_REGION,
          buckets: LAB_BUCKETS,
          resolve: (url) => {
            const double = doubles[TENANTS.findIndex((tenantId) => url.includes(tenantId))];
            // The address of the keys names no tenant: it serves those of all of them.
            return double === undefined ? `${keys.url}/keys` : double.resolve(url);
          },
        }),
      );
      const engine = async (environment: Readonly<Record<string, string>>) =>
        startEngine(toolchain.cli, { directory, environment });
      const tenants: TenantLab[] = [];
      for (const tenantId of TENANTS) {
        const azure = keep(await startAzure(tenantId, path.join(directory, tenantId), aws.url, toolchain));
        doubles.push(azure);
        const secret = randomUUID();
        const clientId = randomUUID();
        registerDeployer(azure.tenant(), {
          clientId,
          clientSecret: secret,
          graphPermissions: ["Application.ReadWrite.OwnedBy", "Application.Read.All"],
        });
        const environment = azure.environment();
        tenants.push({
          azure,
          baseline: azure.counts().total,
          azureTeam: await engine(environment),
          entraTeam: await engine({ ...environment, ARM_CLIENT_ID: clientId, ARM_CLIENT_SECRET: secret }),
        });
      }
      const awsTeam = await engine({ ...aws.environment() });
      return new TwoTenantsLab(directory, aws, keys, tenants, awsTeam);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([this.aws.stop(), this.keys.close(), ...this.tenants.map(({ azure }) => azure.stop())]);
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function publishedKeys(azure: AzureDouble): Promise<unknown[]> {
  const response = await fetch(azure.resolve("https://login.windows.net/common/discovery/keys"));
  return ((await response.json()) as { keys: unknown[] }).keys;
}

async function startAzure(
  tenantId: string,
  directory: string,
  egressTarget: string,
  { python }: Toolchain,
): Promise<AzureDouble> {
  return AzureDouble.start({
    tenantId,
    egressTarget,
    subscriptionId: randomUUID(),
    deployer: {
      clientId: randomUUID(),
      clientSecret: randomUUID(),
      graphPermissions: ["AppRoleAssignment.ReadWrite.All", "Application.Read.All"],
    },
    vmDirectory: path.join(directory, "vms"),
    vmPath: [python.bin],
  });
}
