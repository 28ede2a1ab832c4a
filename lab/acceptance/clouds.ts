/** Both clouds of a run, beyond what Pulumi does there. */
import type { GraphObject } from "../pulumi/plugins/azuread/graph-client";
import type { Accounts } from "./accounts";
import type { AwsAccount, OidcProvider } from "./aws-account";
import type { AzureClients } from "./azure-clients";
import {
  leftApplication,
  leftBucket,
  leftClientId,
  leftGroup,
  type LeftOver,
  type LeftOvers,
  leftProvider,
  leftRole,
} from "./left-over";
import { runAudience, type RunNames } from "./run-names";

/** What a run does in the clouds by itself. */
export interface Clouds {
  /** The account's provider for the tenant; undefined if there is none. */
  oidcProvider(): Promise<OidcProvider | undefined>;
  addClientId(arn: string, clientId: string): Promise<void>;
  removeClientId(arn: string, clientId: string): Promise<void>;
  createBucket(name: string): Promise<void>;
  /** It is no error if there is none. */
  deleteBucket(name: string): Promise<void>;
  /**
   * What is left of the run.
   *
   * @param before - the provider before the run; undefined if there was none
   */
  findLeft(before: OidcProvider | undefined, signal: AbortSignal): Promise<LeftOvers>;
}

/** The version of Resource Manager for resource groups. */
const GROUPS_API = "2024-03-01";

/** The clouds of accounts. */
export class RealClouds implements Clouds {
  readonly #accounts: Accounts;
  readonly #names: RunNames;
  readonly #aws: AwsAccount;
  readonly #azure: AzureClients;

  constructor(
    accounts: Accounts,
    names: RunNames,
    { aws, azure }: { readonly aws: AwsAccount; readonly azure: AzureClients },
  ) {
    this.#accounts = accounts;
    this.#names = names;
    this.#aws = aws;
    this.#azure = azure;
  }

  async oidcProvider(): Promise<OidcProvider | undefined> {
    return this.#aws.oidcProvider(this.#providerArn());
  }

  async addClientId(arn: string, clientId: string): Promise<void> {
    await this.#aws.addClientId(arn, clientId);
  }

  async removeClientId(arn: string, clientId: string): Promise<void> {
    await this.#aws.removeClientId(arn, clientId);
  }

  async createBucket(name: string): Promise<void> {
    await this.#aws.createBucket(name);
  }

  async deleteBucket(name: string): Promise<void> {
    await this.#aws.deleteBucket(name);
  }

  async findLeft(before: OidcProvider | undefined, signal: AbortSignal): Promise<LeftOvers> {
    const places: readonly (readonly [string, () => Promise<readonly LeftOver[]>])[] = [
      ["resource groups of the subscription", async () => this.#groups(signal)],
      ["applications of the tenant", async () => this.#applications(signal)],
      ["roles of the AWS account", async () => this.#roles()],
      ["OIDC provider of the AWS account", async () => this.#provider(before)],
      ["buckets of the AWS account", async () => this.#buckets()],
    ];
    const looks = await Promise.all(
      places.map(async ([place, look]) =>
        look().then(
          (found) => ({ found, unseen: [] }),
          (error: unknown) => ({ found: [], unseen: [`${place}: ${reasonOf(error)}`] }),
        ),
      ),
    );
    return {
      found: looks.flatMap(({ found }) => found),
      unseen: looks.flatMap(({ unseen }) => unseen),
    };
  }

  #providerArn(): string {
    const { partition, accountId, tenantId } = this.#accounts;
    return `arn:${partition}:iam::${accountId}:oidc-provider/sts.windows.net/${tenantId}/`;
  }

  async #groups(signal: AbortSignal): Promise<readonly LeftOver[]> {
    const { subscriptionId } = this.#accounts;
    const groups = await this.#azure.arm.list(
      { id: `/subscriptions/${subscriptionId}/resourceGroups`, apiVersion: GROUPS_API },
      signal,
    );
    return groups
      .map(({ name }) => String(name))
      .filter((name) => name.toLowerCase().startsWith(this.#names.prefix))
      .map((name) => leftGroup(name, subscriptionId));
  }

  async #applications(signal: AbortSignal): Promise<readonly LeftOver[]> {
    const names = [this.#names.application, `${this.#names.prefix}-other`];
    const found = await Promise.all(
      names.map(async (name) => this.#azure.graph.find("applications", "displayName", name, { signal })),
    );
    return found.flat().map(({ appId }: GraphObject) => leftApplication(String(appId)));
  }

  async #roles(): Promise<readonly LeftOver[]> {
    const names = await this.#aws.roleNames(this.#names.prefix);
    return Promise.all(names.map(async (name) => leftRole(name, await this.#aws.rolePolicies(name))));
  }

  async #provider(before: OidcProvider | undefined): Promise<readonly LeftOver[]> {
    const provider = await this.oidcProvider();
    const audience = runAudience(this.#names, this.#accounts.tenantId);
    if (provider === undefined || before?.clientIds.includes(audience) === true) {
      return [];
    }
    const others = provider.clientIds.filter((clientId) => clientId !== audience);
    if (before === undefined && others.length === 0) {
      return [leftProvider(provider.arn)];
    }
    return provider.clientIds.includes(audience) ? [leftClientId(provider.arn, audience)] : [];
  }

  async #buckets(): Promise<readonly LeftOver[]> {
    const { readableBucket, otherBucket } = this.#names;
    const there = await Promise.all(
      [readableBucket, otherBucket].map(async (name) => ((await this.#aws.hasBucket(name)) ? [name] : [])),
    );
    return there.flat().map(leftBucket);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
