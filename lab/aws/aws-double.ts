/** The AWS side of the lab: IAM, STS and S3 of one account or several, with permissions enforced. */
import { randomBytes } from "node:crypto";
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import type { Clock } from "../clock";
import type { FaultInjector } from "../http/fault-injector";
import type { LoopbackServer } from "../http/loopback-server";
import {
  type AccessKey,
  type Buckets,
  createBuckets,
  createDeployer,
  createDeployerRole,
  DEPLOYER,
} from "./account";
import { type AccountCounts, countAccount } from "./account-counts";
import { Emulator, type Replication } from "./emulator";
import { type AwsRequest, Front } from "./front";
import { IssuerKeys } from "./sts/issuer-keys";
import { WebIdentity } from "./sts/web-identity";

// On Node 20 the SDK announces the end of its support in the middle of whatever is being shown.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** An account in addition to the deployer's. */
export interface MemberAccount {
  /** Twelve digits. */
  readonly accountId: string;
  /** Buckets that are there from the start. */
  readonly buckets: Buckets;
}

/** What {@link AwsDouble.start} needs. */
export interface AwsDoubleOptions {
  /** Python of the lab's virtual environment, with MiniStack installed. */
  readonly python: string;
  /** Where a public https address (an issuer's documents) is found on this machine. */
  readonly resolve: (url: string) => string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** The partition in all ARNs. Default is `aws`. */
  readonly partition?: string;
  /** Buckets that are there from the start. */
  readonly buckets: Buckets;
  /** Other accounts, to which the deployer has access by a role. Default is none. */
  readonly members?: readonly MemberAccount[];
  /** How new roles keep STS waiting. Default is not at all. */
  readonly replication?: Replication;
  /** How long IAM takes to show the use of a key, in seconds. Default is not at all: AWS gives no time. */
  readonly lastUseDelay?: number;
  /**
   * Whether CloudTrail's event history has the requests. Default is false. MiniStack names requests of IAM and STS `POST.iam` and
   * `POST.sts`, has one address for all, and pages of 50 events without a next one. Refusals by trust policies have their own events.
   */
  readonly recordsEvents?: boolean;
  /** Whether STS says what is wrong with an unknown issuer or audience, as before June 2026. Default is false. */
  readonly stsNamesReasons?: boolean;
  /** Time by which tokens are judged; sessions expire by the machine's. Default is `Date.now`. */
  readonly clock?: Clock;
}

/** Environment variables that point AWS tools at the double, with the keys of one identity. */
export interface AwsEnvironment {
  readonly AWS_ENDPOINT_URL: string;
  readonly AWS_ACCESS_KEY_ID: string;
  readonly AWS_SECRET_ACCESS_KEY: string;
  readonly AWS_REGION: string;
  /** The name that AWS CLI 1 and boto3 read. */
  readonly AWS_DEFAULT_REGION: string;
  readonly AWS_EC2_METADATA_DISABLED: "true";
}

/** An account, and clients that may do everything in it. */
interface Account {
  readonly key: AccessKey;
  readonly iam: IAMClient;
  readonly s3: S3Client;
}

interface Parts {
  readonly emulator: Emulator;
  readonly front: Front;
  readonly server: LoopbackServer;
  readonly accounts: ReadonlyMap<string, Account>;
  readonly accountId: string;
  readonly region: string;
  readonly deployerKey: AccessKey;
}

/** A running double. The caller that started it stops it. */
export class AwsDouble {
  /** Endpoint of all services, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.url = parts.server.url;
    this.#parts = parts;
  }

  /**
   * Starts the double with its buckets and a deployer.
   *
   * @throws Error naming what did not start; nothing is left running then.
   */
  static async start(options: AwsDoubleOptions): Promise<AwsDouble> {
    const { accountId, region, resolve, clock = Date.now, partition = "aws", members = [] } = options;
    const rootKey = newKey();
    const keys = members.map((member) => ({ accountId: member.accountId, ...newKey() }));
    const frontSecret = randomBytes(32).toString("hex");
    const emulator = await Emulator.start({ ...options, rootKey, members: keys, frontSecret });
    try {
      const accounts = new Map(
        [{ accountId, ...rootKey }, ...keys].map((key) => [
          key.accountId,
          accountOf(emulator.url, region, key),
        ]),
      );
      for (const { accountId: id, buckets } of [options, ...members]) {
        await createBuckets(existing(accounts, id).s3, region, buckets);
      }
      const { iam } = existing(accounts, accountId);
      const roleArns = members.map((member) => `arn:${partition}:iam::${member.accountId}:role/${DEPLOYER}`);
      const deployerKey = await createDeployer(iam, partition, roleArns);
      for (const member of members) {
        const deployerArn = `arn:${partition}:iam::${accountId}:user/${DEPLOYER}`;
        await createDeployerRole(existing(accounts, member.accountId).iam, partition, deployerArn);
      }
      const webIdentity = new WebIdentity({
        partition,
        accounts: new Map([...accounts].map(([id, account]) => [id, account.iam])),
        keys: new IssuerKeys({ resolve, clock }),
        clock,
        namesReasons: options.stsNamesReasons ?? false,
      });
      const front = new Front({ emulatorUrl: emulator.url, frontSecret, webIdentity });
      const server = await front.listen();
      return new AwsDouble({ emulator, front, server, accounts, accountId, region, deployerKey });
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** Lets requests go wrong, see {@link Front.faults}. */
  get faults(): FaultInjector {
    return this.#parts.front.faults;
  }

  /** Keys of an IAM user that has exactly the policy docs/reference/permissions/aws-deployer.json. */
  environment(): AwsEnvironment {
    return this.#environment(this.#parts.deployerKey);
  }

  /** All accounts, the deployer's first. */
  accountIds(): readonly string[] {
    return [...this.#parts.accounts.keys()];
  }

  /** Keys with all rights in an account, for tests. Default is the deployer's account. */
  rootEnvironment(accountId?: string): AwsEnvironment {
    return this.#environment(this.#account(accountId).key);
  }

  /** What is in an account now. Default is the deployer's account. */
  async counts(accountId?: string): Promise<AccountCounts> {
    const { iam, s3 } = this.#account(accountId);
    return countAccount(iam, s3);
  }

  /** Reports each request once it is answered. @returns what ends that. */
  observe(observer: (request: AwsRequest) => void): () => void {
    return this.#parts.front.observe(observer);
  }

  /** Lets `seconds` pass for all sessions that there are: what is left of one after that time. */
  async ageSessions(seconds: number): Promise<void> {
    await this.#parts.front.ageSessions(seconds);
  }

  /** Ends everything that {@link AwsDouble.start} started. */
  async stop(): Promise<void> {
    const { emulator, front, server, accounts } = this.#parts;
    for (const { iam, s3 } of accounts.values()) {
      iam.destroy();
      s3.destroy();
    }
    await server.close();
    front.close();
    await emulator.stop();
  }

  #account(accountId = this.#parts.accountId): Account {
    return existing(this.#parts.accounts, accountId);
  }

  #environment(key: AccessKey): AwsEnvironment {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_ACCESS_KEY_ID: key.accessKeyId,
      AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
      AWS_REGION: this.#parts.region,
      AWS_DEFAULT_REGION: this.#parts.region,
      AWS_EC2_METADATA_DISABLED: "true",
    };
  }
}

function accountOf(endpoint: string, region: string, key: AccessKey): Account {
  const client = { endpoint, region, credentials: key };
  return { key, iam: new IAMClient(client), s3: new S3Client({ ...client, forcePathStyle: true }) };
}

/** @throws Error naming the accounts there are. */
function existing(accounts: ReadonlyMap<string, Account>, accountId: string): Account {
  const account = accounts.get(accountId);
  if (account !== undefined) {
    return account;
  }
  throw new Error(
    `${accountId}: the lab has no such AWS account. Expected ${[...accounts.keys()].join(", ")}`,
  );
}

/** A new access key; its ID is in AWS's form. */
function newKey(): AccessKey {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const digits = [...randomBytes(16)].map((byte) => alphabet[byte % 32]).join("");
  return { accessKeyId: `AKIA${digits}`, secretAccessKey: randomBytes(30).toString("base64") };
}
