/** One attempt: a token of Entra for a session of AWS. */
import { hostname } from "node:os";
import { AssumeRoleWithWebIdentityCommand, type Credentials, STSClient } from "@aws-sdk/client-sts";
import { ManagedIdentityCredential } from "@azure/identity";
import type { FromAzureOptions } from "./arguments";
import { AzureToAwsError } from "./azure-to-aws-error";
import { stsRefusal, tokenRefusal } from "./refusal";
import type { Settings } from "./settings";

/** A session as clients of the AWS SDK take it. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** Longest attempt, in milliseconds: neither library gives up on a service that never answers. */
const LONGEST_ATTEMPT = 60_000;

/** Returns what opens a session of the role. That rejects with an AzureToAwsError. */
export function sessionOpener(settings: Settings, options: FromAzureOptions): () => Promise<Session> {
  const { audience, clientId, durationSeconds, region, roleArn } = settings;
  const { credential = new ManagedIdentityCredential(clientId === undefined ? {} : { clientId }) } = options;
  const { sts = new STSClient({ region }) } = options;
  const fields = { audience, client: clientId, region, role: roleArn, seconds: durationSeconds };
  const getToken = async (abortSignal: AbortSignal): Promise<string> => {
    const answer = await inTime(abortSignal, credential.getToken(`${audience}/.default`, { abortSignal }));
    return answer?.token ?? "";
  };

  return async () => {
    const abortSignal = AbortSignal.timeout(LONGEST_ATTEMPT);
    const token = await getToken(abortSignal).catch((error: unknown) => {
      throw tokenRefusal(error, fields);
    });
    const claims = claimsOf(token);
    const request = new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: settings.sessionName ?? sessionName(claims.uti ?? claims.jti),
      WebIdentityToken: token,
      DurationSeconds: durationSeconds,
    });
    const answer = await inTime(abortSignal, sts.send(request, { abortSignal })).catch((error: unknown) => {
      throw stsRefusal(error, { ...claims, ...fields }, token);
    });
    return sessionOf(answer.Credentials, durationSeconds);
  };
}

/** The same as `work`, but rejects once the time is over: a managed identity's credential ignores the signal. */
async function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const isOver = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => {
      reject(signal.reason as Error);
    });
  });
  return Promise.race([work, isOver]);
}

/** The claims of a token. AWS checks its signature. */
function claimsOf(token: string): Readonly<Record<string, string | undefined>> {
  try {
    const [, payload = ""] = token.split(".");
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, string>;
  } catch {
    const text = "the token from Azure is not a JWT. AWS accepts only a signed JWT";
    throw new AzureToAwsError([{ code: "token-not-jwt", text }]);
  }
}

/** `<app or host name>@<token ID>`, made to fit what STS allows: 2 to 64 of `[\w+=,.@-]`. */
export function sessionName(tokenId = "", environment = process.env): string {
  const fitting = (text: string): string => text.replace(/[^\w+=,.@-]/g, "-");
  const host = [environment.WEBSITE_SITE_NAME, environment.CONTAINER_APP_NAME, hostname()].find(Boolean);
  const end = tokenId === "" ? "" : `@${fitting(tokenId).slice(0, 40)}`;
  return `${fitting(host ?? "azure").slice(0, 64 - end.length)}${end}`.padEnd(2, "-");
}

function sessionOf(given: Credentials | undefined, durationSeconds: number): Session {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || Expiration === undefined) {
    const text = "AWS STS answered without complete credentials. Check what answers at its address";
    throw new AzureToAwsError([{ code: "sts-no-credentials", text }]);
  }
  if (Expiration.getTime() <= Date.now()) {
    const text = `this machine's clock is wrong. The session that AWS gave ends at ${Expiration.toISOString()}, which this clock says is past. Set the clock`;
    throw new AzureToAwsError([{ code: "sts-clock", text }]);
  }
  // A clock that is behind would take the session for longer than it is.
  const expiration = new Date(Math.min(Expiration.getTime(), Date.now() + durationSeconds * 1000));
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration,
  };
}
