/** The provider: it holds one session, and renews it once for all callers. */
import type { STSClientConfig } from "@aws-sdk/client-sts";
import type { FromAzureOptions } from "./arguments";
import { type Session, sessionOpener } from "./open-session";
import { readSettings } from "./settings";

/** The SDK's own type, as the installed version of `@aws-sdk/client-sts` has it. */
export type AwsCredentialIdentityProvider = Extract<
  NonNullable<STSClientConfig["credentials"]>,
  (...args: never[]) => unknown
>;

type Logger = Pick<Console, "warn">;

/** What a client of the SDK passes to its provider, as far as it is used. */
interface Caller {
  readonly forceRefresh?: boolean;
  readonly callerClientConfig?: { readonly logger?: Logger };
}

/** A session is renewed this long before its end, or in the second half of a shorter one. */
const RENEWED_BEFORE_END = 15 * 60_000;

/** Until this long before the end, callers get the old session while its renewal is under way. */
const WAITED_FOR_BEFORE_END = 60_000;

/** How long the old session is used after its renewal has failed, until the next attempt. */
const PAUSE_AFTER_FAILURE = 30_000;

/** How long a failure is repeated without an attempt if there is no valid session. */
const REPEATED_FAILURE = 5_000;

/**
 * Credentials of an IAM role for clients of the AWS SDK, by the managed identity of the VM, the app, or the pod. Give all clients the same
 * provider: they then share one session.
 *
 * @throws AzureToAwsError if arguments are missing or malformed. The provider rejects with the same class.
 */
export function fromAzure(options: FromAzureOptions = {}): AwsCredentialIdentityProvider {
  const settings = readSettings(options, process.env);
  const open = sessionOpener(settings, options);
  const renewedBeforeEnd = Math.min(RENEWED_BEFORE_END, settings.durationSeconds * 500);
  let session: Session | undefined;
  let renewal: Promise<Session> | undefined;
  let renewAt = 0;
  let failure: Error | undefined;

  const renew = async (logger?: Logger): Promise<Session> => {
    try {
      session = await open();
      failure = undefined;
      renewAt = session.expiration.getTime() - renewedBeforeEnd;
      return session;
    } catch (error) {
      const [now, end] = [Date.now(), session?.expiration.getTime() ?? 0];
      if (session === undefined || end <= now) {
        failure = error as Error;
        renewAt = now + REPEATED_FAILURE;
        throw error;
      }
      renewAt = now + PAUSE_AFTER_FAILURE;
      const left = `valid for ${Math.floor((end - now) / 60_000)} min`;
      logger?.warn(
        `azure-to-aws: using the old session, ${left}. Its renewal failed: ${(error as Error).message} [session-not-renewed]`,
      );
      return session;
    } finally {
      renewal = undefined;
    }
  };

  const provide = async (caller?: Caller): Promise<Session> => {
    const end = session?.expiration.getTime() ?? 0;
    const now = Date.now();
    const isForced = caller?.forceRefresh === true;
    if (session !== undefined && now < Math.min(renewAt, end) && !isForced) {
      return session;
    }
    if (failure !== undefined && now < renewAt && !isForced) {
      throw failure;
    }
    renewal ??= renew(caller?.callerClientConfig?.logger);
    if (session === undefined || end - now < WAITED_FOR_BEFORE_END || isForced) {
      return renewal;
    }
    // It fails only if it ends after the session. The next caller then tries again.
    renewal.catch(() => undefined);
    return session;
  };
  // The SDK would keep a session until five minutes before its end, once for each client.
  return Object.assign(provide, { memoized: true });
}
