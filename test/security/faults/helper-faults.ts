/** Faults of the two services that the credential helper needs. */
import type { Fault, LaggingReads, Requested } from "../../../lab/http";

/** The helper's requests. */
export const ROUTES = {
  /** The metadata service, for a token. */
  imds: /^GET \/metadata\/identity\/oauth2\/token\b/,
  /** STS, for a session. */
  sts: /^AssumeRoleWithWebIdentity$/,
} as const;

/** A service that the helper needs. */
export type Service = keyof typeof ROUTES;

/** A fault, named for the table. */
export interface NamedFault {
  readonly name: string;
  readonly fault: Fault;
  /** Whether the service refuses. An immediate retry is then of no use. Default is false. */
  readonly isRefusal?: true;
}

const html = { "content-type": "text/html" };

/** Faults of both services. */
const COMMON: readonly NamedFault[] = [
  { name: "no answer at all", fault: { kind: "latency", milliseconds: Infinity } },
  { name: "connection cut before the request is handled", fault: { kind: "cut" } },
  { name: "request handled, answer lost", fault: { kind: "lost-answer" } },
  { name: "connection cut within the answer", fault: { kind: "cut-answer", share: 0.5 } },
  { name: "500", fault: { kind: "answer", answer: { status: 500 } } },
  {
    name: "503 of a gateway",
    fault: { kind: "answer", answer: { status: 503, headers: html, body: "<h1>503</h1>" } },
  },
  {
    name: "sign-in page of a portal instead of the answer",
    fault: { kind: "answer", answer: { status: 200, headers: html, body: "<html>Sign in</html>" } },
  },
  { name: "empty body", fault: { kind: "wrong-body", change: () => "" } },
  {
    name: "body cut in half",
    fault: { kind: "wrong-body", change: (body) => body.slice(0, body.length / 2) },
  },
  {
    name: "body of 1 MB",
    fault: { kind: "wrong-body", change: (body) => body + " ".repeat(1_000_000) },
  },
];

/** IAM User Guide, "Changes that I make are not always immediately visible". */
const ROLE_NOT_KNOWN = stsError(
  403,
  "AccessDenied",
  "Not authorized to perform sts:AssumeRoleWithWebIdentity",
);

/** All faults of each service. */
export const HELPER_FAULTS: Readonly<Record<Service, readonly NamedFault[]>> = {
  imds: [
    ...COMMON,
    {
      // "How to use managed identities on an Azure VM to acquire an access token", section "Error handling".
      name: "throttled",
      fault: { kind: "answer", answer: { status: 429, headers: { "retry-after": "0" } } },
    },
    {
      // A new identity is not known at once.
      name: "refusal, as for an identity that is not known yet",
      fault: {
        kind: "answer",
        answer: {
          status: 400,
          body: JSON.stringify({ error: "invalid_request", error_description: "Identity not found" }),
        },
      },
      isRefusal: true,
    },
  ],
  sts: [
    ...COMMON,
    {
      // AWS STS API Reference, "Common Error Types".
      name: "throttled",
      fault: { kind: "answer", answer: stsError(400, "Throttling", "Rate exceeded") },
    },
    {
      name: "refusal, as for a role that is not known yet",
      fault: { kind: "answer", answer: ROLE_NOT_KNOWN },
      isRefusal: true,
    },
  ],
};

/** A new role that STS does not know for this many calls: IAM is eventually consistent. */
export function newRoleLag(calls: number): LaggingReads {
  return {
    kind: "lagging-reads",
    writes: /^CreateRole$/,
    reads: calls,
    thing: roleName,
    absent: ROLE_NOT_KNOWN,
  };
}

/** IAM requests have its name, STS requests its ARN. */
function roleName({ form }: Requested): string | undefined {
  const parameters = new URLSearchParams(form);
  return parameters.get("RoleName") ?? parameters.get("RoleArn")?.split("/").at(-1);
}

function stsError(
  status: number,
  code: string,
  message: string,
): { status: number; headers: Record<string, string>; body: string } {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  return { status, headers: { "content-type": "text/xml" }, body };
}
