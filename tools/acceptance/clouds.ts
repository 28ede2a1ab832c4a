/** The run's own requests to both clouds, in addition to those of Pulumi. */
import type { GraphObject } from "../../lab/pulumi";
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

/** The run's own operations in the clouds. */
export interface Clouds {
  /** The account's provider for the tenant; undefined if there is none. */
  oidcProvider(): Promise<OidcProvider | undefined>;
  addClientId(arn: string, clientId: string): Promise<void>;
  removeClientId(arn: string, clientId: string): Promise<void>;
  createBucket(name: string): Promise<void>;
  /** It is not an error if the bucket does not exist. */
  deleteBucket(name: string): Promise<void>;
  /** Finds what is left of the run by its names and by the tag on the provider. */
  findLeft(signal: AbortSignal): Promise<LeftOvers>;
}

/** How a run uses a provider. */
export interface ProviderUse {
  /** Whether the run created it. */
  readonly isOurs: boolean;
  /** Whether it lists the run's audience. */
  readonly hasAudience: boolean;
  /** How many other client IDs it lists. */
  readonly others: number;
}

/** Determines who uses a provider. The audience contains the name of the run, so nobody else uses it. */
export function providerUse(
  { clientIds, run }: OidcProvider,
  { prefix }: RunNames,
  audience: string,
): ProviderUse {
  return {
    isOurs: run === prefix,
    hasAudience: clientIds.includes(audience),
    others: clientIds.filter((clientId) => clientId !== audience).length,
  };
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

  async findLeft(signal: AbortSignal): Promise<LeftOvers> {
    const inAws = async <T>(look: () => Promise<T>): Promise<T> => {
      await this.#demandAccount();
      return look();
    };
    const places: readonly (readonly [string, () => Promise<Omit<LeftOvers, "unseen">>])[] = [
      ["resource groups of the subscription", async () => found(this.#groups(signal))],
      ["applications of the tenant", async () => found(this.#applications(signal))],
      ["roles of the AWS account", async () => inAws(async () => found(this.#roles()))],
      ["OIDC provider of the AWS account", async () => inAws(async () => this.#provider())],
      ["buckets of the AWS account", async () => inAws(async () => found(this.#buckets()))],
    ];
    const looks: readonly LeftOvers[] = await Promise.all(
      places.map(async ([place, look]) =>
        look().then(
          (left) => ({ ...left, unseen: [] }),
          (error: unknown) => ({ found: [], unseen: [`${place}: ${reasonOf(error)}`] }),
        ),
      ),
    );
    return Object.assign({}, ...looks, {
      found: looks.flatMap((look) => look.found),
      unseen: looks.flatMap((look) => look.unseen),
    }) as LeftOvers;
  }

  /** In another account, the search would wrongly find that nothing is left. */
  async #demandAccount(): Promise<void> {
    const { accountId } = await this.#aws.identity();
    if (accountId !== this.#accounts.accountId) {
      throw new Error(
        `the login is in another account. Expected ${this.#accounts.accountId}; got ${accountId}`,
      );
    }
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
    const roles = names.map(async (name) => {
      const policies = await this.#aws.rolePolicies(name);
      return policies === undefined ? [] : [leftRole(name, policies)];
    });
    return (await Promise.all(roles)).flat();
  }

  async #provider(): Promise<Omit<LeftOvers, "unseen">> {
    const provider = await this.oidcProvider();
    if (provider === undefined) {
      return { found: [] };
    }
    const audience = runAudience(this.#names, this.#accounts.tenantId);
    const { isOurs, hasAudience, others } = providerUse(provider, this.#names, audience);
    if (isOurs && others === 0) {
      return { found: [leftProvider(provider.arn)] };
    }
    return {
      found: hasAudience ? [leftClientId(provider.arn, audience)] : [],
      ...(isOurs ? { sharedProvider: { arn: provider.arn, others } } : {}),
    };
  }

  async #buckets(): Promise<readonly LeftOver[]> {
    const { readableBucket, otherBucket } = this.#names;
    const there = await Promise.all(
      [readableBucket, otherBucket].map(async (name) => ((await this.#aws.hasBucket(name)) ? [name] : [])),
    );
    return there.flat().map(leftBucket);
  }
}

async function found(things: Promise<readonly LeftOver[]>): Promise<Omit<LeftOvers, "unseen">> {
  return { found: await things };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
