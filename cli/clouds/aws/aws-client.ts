/** Configures the AWS SDK for all commands: region, retries, deadline, and proxy. */
import { limitAnswers } from "../answer-limit";
import { hasProxy } from "../proxy";
import { PROXY_HANDLER } from "./proxy-handler";

/** How long a client waits for AWS. */
export interface AwsPatience {
  /** Tries for each request. The SDK waits between them, longer each time, and as long as AWS asks for. */
  readonly attempts: number;
  /** How long one request may take with all its tries, in milliseconds. */
  readonly deadline: number;
  /** Whether the client slows down while AWS throttles. Default: false. */
  readonly slowsDown?: boolean;
}

/** If somebody waits for the report. */
export const SHORT: AwsPatience = { attempts: 6, deadline: 20_000 };

/** If the request must succeed. */
const USUAL: AwsPatience = { attempts: 6, deadline: 60_000 };

/** For long lists, which AWS throttles: `LookupEvents` answers two requests a second. */
export const LONG: AwsPatience = { attempts: 12, deadline: 300_000, slowsDown: true };

/** IAM is the same in all regions of a partition; one signs where none is configured. Source: AWS, "IAM endpoints and quotas". */
const DEFAULT_REGION = "us-east-1";

/** What the SDK is to use instead of what the environment says. */
export interface AwsProfile {
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
}

/** How a client of the AWS SDK is made. */
export interface AwsClientOptions extends AwsProfile {
  /** The region if neither the login, nor the environment, nor the profile has one. Default: {@link DEFAULT_REGION}. */
  readonly otherwise?: string;
  /** Whether the service has other data in each region, so there is no default. */
  readonly isRegional?: boolean;
  /** Default: six tries within a minute. */
  readonly patience?: AwsPatience;
  /** Replaces the credentials of the environment. */
  readonly credentials?: () => Promise<object>;
}

/** What this file uses of a client of the SDK. */
interface SdkClient {
  readonly config: { readonly region: () => Promise<string> };
  send(command: unknown, options?: { readonly abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * Makes a client of the AWS SDK: all commands that call AWS use it. Requests go through the proxy of the environment, and so do those for
 * the credentials, such as those of IAM Identity Center. The instance metadata service of EC2 is asked directly. A request ends at its
 * deadline, and no answer fills the memory.
 *
 * @param Client - The SDK's class, such as `IAMClient`.
 */
export function awsClient<Client>(
  Client: { readonly prototype: Client },
  {
    profile,
    region,
    otherwise = DEFAULT_REGION,
    isRegional,
    patience: { attempts, deadline, slowsDown } = USUAL,
    credentials,
  }: AwsClientOptions = {},
): Client {
  const Build = Client as unknown as new (settings: object) => Client & SdkClient;
  const chosen = profile === undefined ? {} : { profile };
  const { config } = new Build(chosen);
  const client = new Build({
    ...chosen,
    region: async () =>
      region ?? (isRegional === true ? config.region() : config.region().catch(() => otherwise)),
    maxAttempts: attempts,
    ...(slowsDown === true ? { retryMode: "adaptive" } : {}),
    ...(credentials === undefined ? {} : { credentials }),
    // The SDK gives the second one to the clients that its credential providers make.
    ...(hasProxy() ? { requestHandler: PROXY_HANDLER, clientConfig: { requestHandler: PROXY_HANDLER } } : {}),
  });
  const send = client.send.bind(client);
  // The SDK's lists send each page by this method too.
  client.send = async (command, { abortSignal, ...options } = {}) =>
    within(deadline, (late) => {
      const ended = abortSignal === undefined ? late : AbortSignal.any([late, abortSignal]);
      return send(command, { ...options, abortSignal: ended });
    });
  return limitAnswers(client);
}

/** @throws Error with the code `Timeout` if the work takes longer. An answer that begins in time and does not end counts too. */
async function within<T>(deadline: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // A timer of `AbortSignal.timeout` would stay after the answer, and a run sends thousands of requests.
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no answer within ${deadline / 1000} seconds`), { code: "Timeout" }));
      controller.abort();
    }, deadline);
  });
  try {
    return await Promise.race([work(controller.signal), end]);
  } finally {
    clearTimeout(timer);
  }
}
