/** Answers for explain --cloudtrail whether STS refused the token or the trust policy did not match. */
import { coded } from "../../../messages";
import { UnreadableError } from "../../../policy-sources";
import { isObject, itemsOf } from "../../../trust";
import { printable } from "../../report/printable";
import { findErrors } from "../find-errors";

/** A record of CloudTrail. */
export type Event = Readonly<Record<string, unknown>>;

/**
 * Which half of a web identity request failed. `"token"`: STS did not accept the token. `"trust-policy"`: the token was
 * accepted, and the role does not trust it. `"request"`: a parameter was wrong. `"unknown"`: the event does not tell.
 */
export type FailedHalf = "token" | "trust-policy" | "request" | "unknown";

/** How a conclusion from an event is known. */
export interface EventEvidence {
  readonly grade: "documentation" | "log" | "inferred";
  readonly source: string;
}

/** A failed `AssumeRoleWithWebIdentity` event, explained. */
export interface ExplainedEvent {
  readonly time: string;
  readonly role: string;
  readonly errorCode: string;
  readonly half: FailedHalf;
  /** What the event shows of the token; `undefined` if it shows nothing. */
  readonly token:
    { readonly provider: string; readonly audience: string; readonly subject: string } | undefined;
  readonly cause: string;
  /** The command to run next. */
  readonly next: string;
  readonly evidence: EventEvidence;
  /** How often the same happened: same role, code, and token. */
  readonly count: number;
}

/**
 * That an accepted token is in `userIdentity`. The documented example is of a successful call. A failed one with
 * `AccessDenied` looks the same in the log.
 */
const PRINCIPAL: EventEvidence = {
  grade: "log",
  source:
    'greenpau/argo-workflows-aws-plugin, an AccessDenied event; its form is that of IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail"',
};

/** That these codes are about the token. That CloudTrail names them with or without `Exception` is not documented. */
const TOKEN_CODES: EventEvidence = {
  grade: "documentation",
  source: "AWS STS API Reference, AssumeRoleWithWebIdentity, Errors",
};

const NOT_SHOWN: EventEvidence = {
  grade: "inferred",
  source: "AccessDenied comes after the token is accepted; this event does not show the token",
};

const OTHER: EventEvidence = {
  grade: "inferred",
  source: "no source says what this code means for this call",
};

/** Codes of a token that STS does not accept, without the ending `Exception`. */
const TOKEN = ["ExpiredToken", "IDPCommunicationError", "IDPRejectedClaim", "InvalidIdentityToken"];

/** Codes of a request whose parameters are wrong, without the ending `Exception`. */
const REQUEST = [
  "MalformedPolicyDocument",
  "PackedPolicyTooLarge",
  "RegionDisabled",
  "ValidationError",
  "Validation",
];

/**
 * Reads the records of a file: an object with `Records`, as CloudTrail delivers files; an object with `Events` of which
 * each has a `CloudTrailEvent`, as `aws cloudtrail lookup-events` prints them; a list; one record; or JSON lines.
 *
 * @throws {UnreadableError} If it is none of these.
 */
export function readEvents(text: string): Event[] {
  const values = parse(text) ?? jsonLines(text);
  if (values === undefined) {
    throw new UnreadableError(
      coded("input-events-invalid", "neither JSON nor JSON lines. Decompress it first: gunzip FILE"),
    );
  }
  return values.flatMap((value) => recordsIn(value));
}

function parse(text: string): unknown[] | undefined {
  try {
    return [JSON.parse(text) as unknown];
  } catch {
    return undefined;
  }
}

function jsonLines(text: string): unknown[] | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const values = lines.flatMap((line) => parse(line) ?? []);
  return values.length === lines.length ? values : undefined;
}

function recordsIn(value: unknown): Event[] {
  if (Array.isArray(value)) {
    return value.flatMap((item) => recordsIn(item));
  }
  if (typeof value === "string") {
    return (parse(value) ?? []).flatMap((inner) => (typeof inner === "string" ? [] : recordsIn(inner)));
  }
  if (!isObject(value)) {
    return [];
  }
  const { Records, Events, CloudTrailEvent } = value;
  if (Records !== undefined || Events !== undefined) {
    return [...itemsOf(Records), ...itemsOf(Events)].flatMap((item) => recordsIn(item));
  }
  return CloudTrailEvent === undefined ? [value] : recordsIn(CloudTrailEvent);
}

/** Explains the failed `AssumeRoleWithWebIdentity` events among records. Events that say the same are counted. */
export function explainEvents(events: readonly Event[]): ExplainedEvent[] {
  const explained = new Map<string, ExplainedEvent>();
  for (const event of events) {
    if (event.eventName === "AssumeRoleWithWebIdentity" && typeof event.errorCode === "string") {
      const each = explainEvent(event, event.errorCode);
      const key = JSON.stringify([each.role, each.errorCode, each.token, each.cause]);
      const before = explained.get(key);
      explained.set(key, { ...(before ?? each), count: (before?.count ?? 0) + 1 });
    }
  }
  return [...explained.values()];
}

function explainEvent(event: Event, errorCode: string): ExplainedEvent {
  const request = isObject(event.requestParameters) ? event.requestParameters : {};
  const token = tokenOf(event.userIdentity);
  const facts = {
    time: text(event.eventTime),
    role: text(request.roleArn),
    errorCode: text(errorCode),
    token,
    count: 1,
  };
  const code = errorCode.replace(/Exception$/, "");
  const provider = token?.provider ?? "PROVIDER_ARN";
  if (code === "AccessDenied") {
    return {
      ...facts,
      half: "trust-policy",
      cause:
        token === undefined
          ? "STS accepted the token, but the role does not trust it, does not exist, or is suspended. A service control policy or a resource control policy that denies the call looks the same."
          : "STS accepted the token: the event names its provider, audience, and subject. The role does not trust these values, does not exist, or is suspended. A service control policy or a resource control policy that denies the call looks the same.",
      next: `aws iam get-role --role-name ${roleName(facts.role)} --output json | npx @azure-to-aws/cli explain --trust - --claims claims.json`,
      evidence: token === undefined ? NOT_SHOWN : PRINCIPAL,
    };
  }
  if (TOKEN.includes(code)) {
    const [known] = findErrors(text(event.errorMessage)).filter(({ error }) => error.area === "AWS STS");
    return {
      ...facts,
      half: "token",
      cause: `STS did not accept the token, so no trust policy was looked at. ${known?.error.cause ?? tokenCause(code)}`,
      next:
        code === "ExpiredToken"
          ? "/opt/azure-to-aws/credential_process.py --diagnose --profile NAME"
          : `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${provider}`,
      evidence: TOKEN_CODES,
    };
  }
  const isRequest = REQUEST.includes(code);
  return {
    ...facts,
    half: isRequest ? "request" : "unknown",
    cause: isRequest
      ? `A parameter of the request is wrong: ${text(event.errorMessage)}.`
      : `The event does not show which half failed: ${text(event.errorMessage)}.`,
    next: "/opt/azure-to-aws/credential_process.py --diagnose --profile NAME",
    evidence: isRequest ? TOKEN_CODES : OTHER,
  };
}

function tokenCause(code: string): string {
  return code === "ExpiredToken"
    ? "The token has expired."
    : "The provider, its client IDs (audience), or the signature does not fit the token.";
}

/** `principalId` is provider, audience, and subject, with colons between them. `userName` is the subject. */
function tokenOf(identity: unknown): ExplainedEvent["token"] {
  if (!isObject(identity)) {
    return undefined;
  }
  const { principalId, identityProvider, userName } = identity;
  if (
    typeof principalId !== "string" ||
    typeof identityProvider !== "string" ||
    typeof userName !== "string"
  ) {
    return undefined;
  }
  const [start, end] = [`${identityProvider}:`, `:${userName}`];
  const fits =
    principalId.startsWith(start) &&
    principalId.endsWith(end) &&
    principalId.length > start.length + end.length;
  return fits
    ? {
        provider: printable(identityProvider),
        audience: printable(principalId.slice(start.length, -end.length)),
        subject: printable(userName),
      }
    : undefined;
}

function roleName(arn: string): string {
  const name = arn.split("/").at(-1) ?? "";
  return /^[\w+=,.@-]+$/.test(name) ? name : "ROLE";
}

function text(value: unknown): string {
  return typeof value === "string" ? printable(value) : "not in the event";
}
