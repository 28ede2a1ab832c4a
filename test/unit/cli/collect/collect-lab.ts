/** Three AWS accounts of an organization, two Entra tenants, and a login that may read exactly what the documentation lists. */
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import { execa } from "execa";
import { readSnapshot } from "../../../../cli/snapshot/read-snapshot";
import type { RecordData, RecordKind, SnapshotRecord } from "../../../../cli/snapshot/snapshot-records";
import { AwsDouble } from "../../../../lab/aws";
import { graphPermissionId, registerDeployer } from "../../../../lab/azure";
import { AzureLab, FOREIGN_TENANT_ID, SUBSCRIPTION_ID, TENANT_ID } from "../../../../lab/testing/azure-lab";
import { labPython } from "../../../../lab/testing/lab-python";
import { startOrStop, stoppedBy } from "../../../../lab/testing/start-or-stop";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { Caller } from "../roles/role-lab";
import { BARE, type CliResult } from "../run-cli";
import { runServed } from "../served-commands";

/** The accounts, that of the login first. */
export const ACCOUNTS = ["111122223333", "222233334444", "333344445555"] as const;

export const COLLECTOR = "azure-to-aws-collect";

/** The external ID that the documented trust policy of the collector's role demands. */
export const EXTERNAL_ID = "contoso-audit-5f1c9a7e";

/** The statements of a policy of the documentation. */
export interface DocumentedPolicy {
  readonly Version: string;
  readonly Statement: readonly { readonly Action: string | readonly string[] }[];
}

/** A ready file of docs/reference/permissions. */
export function documented(name: string): unknown {
  return JSON.parse(readFileSync(path.join(PROJECT_ROOT, "docs/reference/permissions", name), "utf8"));
}

/** The names of the application permissions of Microsoft Graph that the documentation lists, by their IDs in its file. */
export function documentedGraphPermissions(): readonly string[] {
  const [graph] = documented("graph-collect.json") as readonly {
    readonly resourceAccess: readonly { readonly id: string }[];
  }[];
  const ids = new Set(graph?.resourceAccess.map(({ id }) => id));
  const names = ["Application.Read.All", "RoleManagement.Read.Directory"];
  const known = names.filter((name) => ids.delete(graphPermissionId(name)));
  if (ids.size > 0) {
    throw new Error(
      `${[...ids].join(", ")}: graph-collect.json has a permission that this file does not name`,
    );
  }
  return known;
}

/** The client ID of the login to Azure, in both tenants. */
const CLIENT_ID = "cccccccc-2222-4333-8444-555555555555";

/** Everything running; {@link CollectLab.stop} ends it. */
export class CollectLab {
  private constructor(
    readonly azureLab: AzureLab,
    readonly aws: AwsDouble,
    /** Clients with all rights, by account. */
    readonly iam: ReadonlyMap<string, IAMClient>,
    readonly environment: Caller,
    readonly folder: string,
    /** The object ID of the login to Azure in the home tenant. */
    readonly principalId: string,
    /** Stops it. */
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<CollectLab> {
    return startOrStop(async (keep) => {
      const folder = await mkdtemp(path.join(tmpdir(), "collect-lab-"));
      keep(stoppedBy(() => rm(folder, { recursive: true })));
      const azureLab = keep(await AzureLab.start({ armPageSize: 2 }));
      const [accountId, ...others] = ACCOUNTS;
      const aws = keep(
        await AwsDouble.start({
          python: (await labPython()).python,
          resolve: azureLab.azure.resolve,
          accountId,
          region: "eu-west-1",
          buckets: {},
          members: others.map((id) => ({ accountId: id, buckets: {} })),
        }),
      );
      const iam = new Map(ACCOUNTS.map((id) => [id, rootOf(aws, id)]));
      const keys = await createCollector(iam);
      const principal = { clientId: CLIENT_ID, clientSecret: "a secret" };
      const graphPermissions = documentedGraphPermissions();
      const { azure } = azureLab;
      const { id: principalId } = registerDeployer(azure.tenant(), { ...principal, graphPermissions });
      registerDeployer(azure.tenant(FOREIGN_TENANT_ID), { ...principal, graphPermissions });
      const environment = {
        ...azure.environment(),
        ...aws.environment(),
        ...keys,
        // The lab's lists go on at its own address.
        AZURE_TO_AWS_ARM_ENDPOINT: azure.environment().LAB_ARM_ENDPOINT ?? "",
        AZURE_TO_AWS_GRAPH_ENDPOINT: azure.environment().LAB_GRAPH_ENDPOINT ?? "",
        ARM_CLIENT_ID: CLIENT_ID,
        ARM_CLIENT_SECRET: principal.clientSecret,
        PATH: process.env.PATH ?? "",
        NODE_OPTIONS: `--require=${JSON.stringify(path.join(PROJECT_ROOT, "dist/lab/azure/lead-to-lab.js"))}`,
      };
      const stop = async () => {
        for (const client of iam.values()) {
          client.destroy();
        }
        await Promise.all([aws.stop(), azureLab.stop()]);
        await rm(folder, { recursive: true });
      };
      const lab = new CollectLab(azureLab, aws, iam, environment, folder, principalId, stop);
      lab.assignCollectorRole();
      return lab;
    });
  }

  /** A client with all rights in an account. */
  account(id: string): IAMClient {
    const client = this.iam.get(id);
    if (client === undefined) {
      throw new Error(`${id}: no such account`);
    }
    return client;
  }

  /** Gives the login the documented role in the subscription. */
  assignCollectorRole(): void {
    const role = documented("azure-collect.json") as {
      readonly Name: string;
      readonly Actions: readonly string[];
      readonly NotActions: readonly string[];
    };
    this.azureLab.azure.assignRole({
      principalId: this.principalId,
      role: { id: COLLECTOR, name: role.Name, actions: role.Actions, notActions: role.NotActions },
      scope: `/subscriptions/${SUBSCRIPTION_ID}`,
    });
  }

  /** Where a snapshot goes. */
  file(name: string): string {
    return path.join(this.folder, name);
  }

  /** Runs `azure-to-aws collect`. */
  async run(args: readonly string[], environment: Caller = {}): Promise<CliResult> {
    return runServed(["collect", ...args], { ...this.environment, ...environment });
  }

  /** Runs it in a process of its own, which is killed by the signal. */
  async runKilled(args: readonly string[], cancelSignal: AbortSignal): Promise<void> {
    await execa(process.execPath, [path.join(PROJECT_ROOT, "dist/cli/azure-to-aws.js"), "collect", ...args], {
      env: { ...BARE, ...this.environment },
      extendEnv: false,
      reject: false,
      cancelSignal,
      killSignal: "SIGKILL",
    });
  }
}

function rootOf(aws: AwsDouble, accountId: string): IAMClient {
  const environment = aws.rootEnvironment(accountId);
  return new IAMClient({
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION,
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID,
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY,
    },
  });
}

/** A user that may read its own account and assume a role in the others. @returns its keys in an environment */
async function createCollector(iam: ReadonlyMap<string, IAMClient>): Promise<Caller> {
  const [own, ...others] = ACCOUNTS;
  const collect = JSON.stringify(documented("aws-collect.json"));
  const owner = iam.get(own);
  await owner?.send(new CreateUserCommand({ UserName: COLLECTOR }));
  for (const [PolicyName, PolicyDocument] of [
    ["collect", collect],
    ["accounts", JSON.stringify(documented("aws-collect-accounts.json"))],
  ] as const) {
    await owner?.send(new PutUserPolicyCommand({ UserName: COLLECTOR, PolicyName, PolicyDocument }));
  }
  for (const id of others) {
    const AssumeRolePolicyDocument = JSON.stringify(
      trustOfCollector(`arn:aws:iam::${own}:user/${COLLECTOR}`),
    );
    const client = iam.get(id);
    await client?.send(new CreateRoleCommand({ RoleName: COLLECTOR, AssumeRolePolicyDocument }));
    await client?.send(
      new PutRolePolicyCommand({ RoleName: COLLECTOR, PolicyName: "collect", PolicyDocument: collect }),
    );
  }
  const created = await owner?.send(new CreateAccessKeyCommand({ UserName: COLLECTOR }));
  return {
    AWS_ACCESS_KEY_ID: created?.AccessKey?.AccessKeyId ?? "",
    AWS_SECRET_ACCESS_KEY: created?.AccessKey?.SecretAccessKey ?? "",
  };
}

/** The documented trust policy of the collector's role, for a login. */
export function trustOfCollector(login: string): object {
  const text = JSON.stringify(documented("aws-collect-trust.json"));
  return JSON.parse(text.replace("arn:aws:iam::111122223333:role/auditor", login)) as object;
}

/** All records of a snapshot. */
export async function recordsOf(file: string): Promise<readonly SnapshotRecord[]> {
  const records: SnapshotRecord[] = [];
  for await (const record of readSnapshot(file)) {
    records.push(record);
  }
  return records;
}

/** What records of a kind hold, in the order of the snapshot. */
export function dataOf<Kind extends RecordKind>(
  records: readonly SnapshotRecord[],
  kind: Kind,
  of?: string,
): readonly RecordData[Kind][] {
  return records.flatMap((record) =>
    record.kind === kind && (of === undefined || ("of" in record && record.of === of))
      ? [(record as unknown as { readonly data: RecordData[Kind] }).data]
      : [],
  );
}

/** How each section ended. */
export function statesOf(records: readonly SnapshotRecord[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    records.flatMap((record) => (record.kind === "section" ? [[record.section, record.state]] : [])),
  );
}

export { FOREIGN_TENANT_ID, SUBSCRIPTION_ID, TENANT_ID };
