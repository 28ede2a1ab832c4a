/** The AWS side of the lab: IAM, STS and S3 of one account, with permissions enforced. */
import { IAMClient } from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock";
import type { LoopbackServer } from "../http/loopback-server";
import { createBuckets, createDeployer, type AccessKey, type Buckets } from "./account";
import { countAccount, type AccountCounts } from "./account-counts";
import { Emulator } from "./emulator";
import { Front } from "./front";
import { IssuerKeys } from "./sts/issuer-keys";
import { WebIdentity } from "./sts/web-identity";

// On Node 20 the SDK announces the end of its support in the middle of whatever is being shown.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";

/** What {@link AwsDouble.start} needs. */
export interface AwsDoubleOptions {
  /** Python of the lab's virtual environment, with MiniStack installed. */
  readonly python: string;
  /** Where a public https address (an issuer's documents) is found on this machine. */
  readonly resolve: (url: string) => string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  /** Buckets that are there from the start. */
  readonly buckets: Buckets;
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

interface Parts {
  readonly emulator: Emulator;
  readonly front: Front;
  readonly server: LoopbackServer;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly region: string;
  readonly rootKey: AccessKey;
  readonly deployerKey: AccessKey;
}

/** A running double. Whoever started it stops it. */
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
    const { accountId, region, resolve, clock = Date.now } = options;
    const rootKey = { accessKeyId: accessKeyId(), secretAccessKey: randomBytes(30).toString("base64") };
    const frontSecret = randomBytes(32).toString("hex");
    const emulator = await Emulator.start({ ...options, rootKey, frontSecret });
    try {
      const client = { endpoint: emulator.url, region, credentials: rootKey };
      const iam = new IAMClient(client);
      const s3 = new S3Client({ ...client, forcePathStyle: true });
      await createBuckets(s3, region, options.buckets);
      const deployerKey = await createDeployer(iam);
      const webIdentity = new WebIdentity({
        accountId,
        iam,
        keys: new IssuerKeys({ resolve, clock }),
        clock,
      });
      const front = new Front({ emulatorUrl: emulator.url, frontSecret, webIdentity });
      const server = await front.listen();
      return new AwsDouble({ emulator, front, server, iam, s3, region, rootKey, deployerKey });
    } catch (error) {
      await emulator.stop();
      throw error;
    }
  }

  /** Keys of an IAM user that has exactly the policy docs/permissions/aws-deployer.json. */
  environment(): AwsEnvironment {
    return this.#environment(this.#parts.deployerKey);
  }

  /** Keys of the account's root user, for tests. */
  rootEnvironment(): AwsEnvironment {
    return this.#environment(this.#parts.rootKey);
  }

  /** What is in the account now. */
  async counts(): Promise<AccountCounts> {
    return countAccount(this.#parts.iam, this.#parts.s3);
  }

  /** Ends everything that {@link AwsDouble.start} started. */
  async stop(): Promise<void> {
    const { emulator, front, server, iam, s3 } = this.#parts;
    iam.destroy();
    s3.destroy();
    await server.close();
    front.close();
    await emulator.stop();
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

/** An access key ID in AWS's form. */
function accessKeyId(): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  return `AKIA${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join("")}`;
}
