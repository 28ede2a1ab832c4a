/** The AWS SDK, loaded when it is first used: a preview needs none of it. */
import type { IAM } from "@aws-sdk/client-iam";
import type { S3 } from "@aws-sdk/client-s3";
import type { STS } from "@aws-sdk/client-sts";
import { CloudError } from "../kernel/cloud-error";
import { isObject, type Properties, text } from "../kernel/property-value";

/** Options of one SDK call. */
export interface SendOptions {
  readonly abortSignal: AbortSignal;
}

/** What is being done, for error messages: `creating IAM Role (deployer)` by calling `CreateRole`. */
export interface Attempt {
  readonly what: string;
  readonly operation: string;
}

/** Keys that requests are signed with. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What all clients are made with. Without credentials the SDK looks for them itself. */
interface ClientOptions {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: Credentials | (() => Promise<Credentials>);
}

/** Codes for "it is not there". */
const notFoundCodes = new Set(["NoSuchEntity", "NoSuchEntityException", "NoSuchBucket", "NotFound"]);

/** Clients of one provider configuration.  */
export class AwsClient {
  readonly #config: Properties;
  readonly #env: NodeJS.ProcessEnv;
  #iam: Promise<IAM> | undefined;
  #s3: Promise<S3> | undefined;
  #sts: Promise<STS> | undefined;
  #admission: Promise<void> | undefined;

  /**
   * @param config the provider's configuration, which wins over the environment
   * @param env endpoint, credentials and region under the SDK's names
   */
  constructor(config: Properties, env: NodeJS.ProcessEnv = process.env) {
    this.#config = config;
    this.#env = env;
  }

  /** @throws Error naming the remedy when no region is configured. */
  get region(): string {
    const { AWS_REGION, AWS_DEFAULT_REGION } = this.#env;
    const region = this.#config.region ?? AWS_REGION ?? AWS_DEFAULT_REGION;
    if (typeof region === "string" && region !== "") {
      return region;
    }
    throw new Error(
      "Missing region configuration: set `pulumi config set aws:region <region>` or AWS_REGION",
    );
  }

  /** Tags that the provider adds to every resource. */
  get defaultTags(): Properties {
    const { defaultTags } = this.#config;
    const parsed = (typeof defaultTags === "string" ? JSON.parse(defaultTags) : defaultTags) as
      Properties | undefined;
    return isObject(parsed?.tags) ? parsed.tags : {};
  }

  async iam<Result>(
    attempt: Attempt,
    signal: AbortSignal,
    send: (iam: IAM, options: SendOptions) => Promise<Result>,
  ): Promise<Result> {
    await this.#demandAllowedAccount(signal);
    this.#iam ??= import("@aws-sdk/client-iam").then((sdk) => new sdk.IAM(this.#options()));
    return this.#send("IAM", this.#iam, attempt, signal, send);
  }

  async s3<Result>(
    attempt: Attempt,
    signal: AbortSignal,
    send: (s3: S3, options: SendOptions) => Promise<Result>,
  ): Promise<Result> {
    await this.#demandAllowedAccount(signal);
    const local = { forcePathStyle: this.#env.AWS_ENDPOINT_URL !== undefined };
    this.#s3 ??= import("@aws-sdk/client-s3").then((sdk) => new sdk.S3({ ...this.#options(), ...local }));
    return this.#send("S3", this.#s3, attempt, signal, send);
  }

  async sts<Result>(
    attempt: Attempt,
    signal: AbortSignal,
    send: (sts: STS, options: SendOptions) => Promise<Result>,
  ): Promise<Result> {
    this.#sts ??= import("@aws-sdk/client-sts").then((sdk) => new sdk.STS(this.#options()));
    return this.#send("STS", this.#sts, attempt, signal, send);
  }

  /**
   * `allowedAccountIds`: the provider fails as soon as it is configured; here, by its first request. Source (source code):
   * hashicorp/aws-sdk-go-base, `VerifyAccountIDAllowed`.
   *
   * @throws Error in the words of the provider
   */
  async #demandAllowedAccount(signal: AbortSignal): Promise<void> {
    const { allowedAccountIds } = this.#config;
    const allowed: unknown =
      typeof allowedAccountIds === "string" ? JSON.parse(allowedAccountIds) : allowedAccountIds;
    if (!Array.isArray(allowed) || allowed.length === 0) {
      return;
    }
    const attempt = { what: "retrieving AWS account details", operation: "GetCallerIdentity" };
    this.#admission ??= this.sts(attempt, signal, (sts, options) => sts.getCallerIdentity({}, options)).then(
      ({ Account: account = "" }) => {
        if (!allowed.includes(account)) {
          throw new Error(`AWS account ID not allowed: ${account}`);
        }
      },
    );
    await this.#admission;
  }

  /** The options of clients: with the provider's keys, or with those of the role that it assumes with them. */
  #options(): ClientOptions {
    const roles = this.#assumedRoles();
    if (roles.length === 0) {
      return this.#ownOptions();
    }
    const credentials = async (): Promise<Credentials> => {
      let options = this.#ownOptions();
      for (const role of roles) {
        options = { ...options, credentials: await assumeRole(options, role) };
      }
      return options.credentials as Credentials;
    };
    return { ...this.#ownOptions(), credentials };
  }

  /** `assumeRoles` of the configuration: one after the other, each with the keys of the one before. */
  #assumedRoles(): readonly Properties[] {
    const { assumeRoles } = this.#config;
    const roles: unknown = typeof assumeRoles === "string" ? JSON.parse(assumeRoles) : (assumeRoles ?? []);
    return Array.isArray(roles) ? (roles as Properties[]) : [];
  }

  #ownOptions(): ClientOptions {
    const { AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = this.#env;
    const accessKeyId = text(this.#config.accessKey) || AWS_ACCESS_KEY_ID;
    const secretAccessKey = text(this.#config.secretKey) || AWS_SECRET_ACCESS_KEY;
    const sessionToken = text(this.#config.token) || AWS_SESSION_TOKEN;
    const session = sessionToken === undefined ? {} : { sessionToken };
    const hasKeys = accessKeyId !== undefined && secretAccessKey !== undefined;
    return {
      region: this.region,
      ...(AWS_ENDPOINT_URL === undefined ? {} : { endpoint: AWS_ENDPOINT_URL }),
      ...(hasKeys ? { credentials: { accessKeyId, secretAccessKey, ...session } } : {}),
    };
  }

  async #send<Client, Result>(
    service: string,
    client: Promise<Client>,
    { what, operation }: Attempt,
    signal: AbortSignal,
    send: (client: Client, options: SendOptions) => Promise<Result>,
  ): Promise<Result> {
    try {
      return await send(await client, { abortSignal: signal });
    } catch (error) {
      signal.throwIfAborted();
      throw toCloudError(error, `${what}: operation error ${service}: ${operation}`);
    }
  }
}

/** Keys of a role. */
async function assumeRole(options: ClientOptions, role: Properties): Promise<Credentials> {
  const RoleArn = text(role.roleArn);
  const RoleSessionName = text(role.sessionName) || "pulumi";
  const { STS: Sts } = await import("@aws-sdk/client-sts");
  const sts = new Sts(options);
  try {
    const { Credentials: keys } = await sts.assumeRole({ RoleArn, RoleSessionName });
    return {
      accessKeyId: keys?.AccessKeyId ?? "",
      secretAccessKey: keys?.SecretAccessKey ?? "",
      sessionToken: keys?.SessionToken ?? "",
      ...(keys?.Expiration === undefined ? {} : { expiration: keys.Expiration }),
    };
  } catch (error) {
    throw toCloudError(error, `Cannot assume IAM Role (${RoleArn}): operation error STS: AssumeRole`);
  } finally {
    sts.destroy();
  }
}

/** Phrases an SDK error as the provider does: the SDK for Go, in which it is written, adds status and request. */
function toCloudError(error: unknown, prefix: string): unknown {
  if (!(error instanceof Error) || !("$metadata" in error)) {
    return error;
  }
  const { httpStatusCode, requestId } = error.$metadata as { httpStatusCode?: number; requestId?: string };
  // HEAD answers have no body, so that S3 cannot say more than the status.
  const isForbidden = error.name === "Unknown" && httpStatusCode === 403;
  const code = isForbidden ? "Forbidden" : error.name.replace(/Exception$/, "");
  const response = `https response error StatusCode: ${httpStatusCode ?? 0}, RequestID: ${requestId ?? ""}`;
  const message = `${prefix}, ${response}, ${code}: ${isForbidden ? code : error.message}`;
  return new CloudError(message, { code, notFound: notFoundCodes.has(error.name), cause: error });
}
