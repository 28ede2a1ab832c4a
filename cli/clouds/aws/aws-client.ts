import { hasProxy } from "../proxy";
import { PROXY_HANDLER } from "./proxy-handler";

/**
 * Tries for each request. The SDK waits between them, longer each time, and as long as AWS asks for. The caller's deadline ends them
 * earlier.
 */
const ATTEMPTS = 6;

/** Tries where a long list is read, which AWS throttles: `LookupEvents` answers two requests a second. */
const PATIENT_ATTEMPTS = 12;

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
  /** Whether the client reads long lists. It slows down while AWS throttles. */
  readonly isPatient?: boolean;
  /** Replaces the credentials of the environment. */
  readonly credentials?: () => Promise<object>;
}

/**
 * Makes a client of the AWS SDK: all commands that call AWS use it. Requests go through the proxy of the environment, and so do those for
 * the credentials, such as those of IAM Identity Center. The instance metadata service of EC2 is asked directly.
 *
 * @param Client - The SDK's class, such as `IAMClient`.
 */
export function awsClient<Client>(
  Client: { readonly prototype: Client },
  { profile, region, otherwise = DEFAULT_REGION, isRegional, isPatient, credentials }: AwsClientOptions = {},
): Client {
  const Build = Client as unknown as new (settings: object) => Client & {
    readonly config: { readonly region: () => Promise<string> };
  };
  const chosen = profile === undefined ? {} : { profile };
  const { config } = new Build(chosen);
  return new Build({
    ...chosen,
    region: async () =>
      region ?? (isRegional === true ? config.region() : config.region().catch(() => otherwise)),
    ...(isPatient === true
      ? { maxAttempts: PATIENT_ATTEMPTS, retryMode: "adaptive" }
      : { maxAttempts: ATTEMPTS }),
    ...(credentials === undefined ? {} : { credentials }),
    // The SDK gives the second one to the clients that its credential providers make.
    ...(hasProxy() ? { requestHandler: PROXY_HANDLER, clientConfig: { requestHandler: PROXY_HANDLER } } : {}),
  });
}
