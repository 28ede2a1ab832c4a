import assert from "node:assert/strict";
import { runCli } from "../../run-cli";

const TENANT = "8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f";
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/sts.windows.net/${TENANT}/`;
const SUBJECT = "0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e";
const AUDIENCE = `api://${TENANT}/orders`;
const ROLE = "arn:aws:iam::111122223333:role/orders";

/** A record, in the form of a published one of CloudTrail. */
function event(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: "1.08",
    userIdentity: {
      type: "WebIdentityUser",
      principalId: `${PROVIDER}:${AUDIENCE}:${SUBJECT}`,
      userName: SUBJECT,
      identityProvider: PROVIDER,
    },
    eventTime: "2026-11-08T15:09:08Z",
    eventSource: "sts.amazonaws.com",
    eventName: "AssumeRoleWithWebIdentity",
    errorCode: "AccessDenied",
    errorMessage: "An unknown error occurred",
    requestParameters: { roleArn: ROLE, roleSessionName: "vm1" },
    responseElements: null,
    ...changes,
  };
}

interface Json {
  readonly recognized: boolean;
  readonly events: readonly {
    readonly half: string;
    readonly token?: Record<string, string>;
    readonly count: number;
    readonly errorCode: string;
    readonly cause: string;
    readonly evidence: { readonly grade: string };
  }[];
}

async function read(text: string): Promise<Json & { readonly exitCode: number | undefined }> {
  const { exitCode, stdout } = await runCli(["explain", "--cloudtrail", "-", "--format", "json"], text);
  return { ...(JSON.parse(stdout) as Json), exitCode };
}

describe("azure-to-aws explain --cloudtrail", () => {
  it("says that the trust policy did not match if the event shows the token", async () => {
    const { exitCode, stdout } = await runCli(["explain", "--cloudtrail", "-"], JSON.stringify(event()));
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `AccessDenied: the trust policy did not match
  Time: 2026-11-08T15:09:08Z
  Role: arn:aws:iam::111122223333:role/orders
  Provider:
    arn:aws:iam::111122223333:oidc-provider/sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/
  Audience: api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders
  Subject: 0b5c7d1e-2f3a-4b4c-8d5e-6f7a8b9c0d1e
  Cause: STS accepted the token: the event names its provider, audience, and
    subject. The role does not trust these values, does not exist, or is
    suspended. A service control policy or a resource control policy that denies
    the call looks the same.
  Next command:
    aws iam get-role --role-name orders --output json | npx @azure-to-aws/cli \\
      explain --trust - --claims claims.json
  Known from: log (greenpau/argo-workflows-aws-plugin, an AccessDenied event;
    its form is that of IAM User Guide, "Logging IAM and AWS STS API calls with
    AWS CloudTrail")
`,
    );
  });

  const halves: [string, Record<string, unknown>, string, string, string | undefined][] = [
    ["AccessDenied with the token", {}, "trust-policy", "log", AUDIENCE],
    [
      "AccessDenied without the token",
      { userIdentity: { type: "WebIdentityUser" } },
      "trust-policy",
      "inferred",
      undefined,
    ],
    [
      "InvalidIdentityToken",
      { errorCode: "InvalidIdentityToken", userIdentity: {} },
      "token",
      "documentation",
      undefined,
    ],
    [
      "InvalidIdentityTokenException",
      { errorCode: "InvalidIdentityTokenException" },
      "token",
      "documentation",
      AUDIENCE,
    ],
    ["ExpiredTokenException", { errorCode: "ExpiredTokenException" }, "token", "documentation", AUDIENCE],
    ["IDPRejectedClaim", { errorCode: "IDPRejectedClaim" }, "token", "documentation", AUDIENCE],
    ["ValidationError", { errorCode: "ValidationError" }, "request", "documentation", AUDIENCE],
    ["a code that is not known", { errorCode: "InternalFailure" }, "unknown", "inferred", AUDIENCE],
  ];
  for (const [title, changes, half, grade, audience] of halves) {
    it(`says ${half} for ${title}`, async () => {
      const { events } = await read(JSON.stringify(event(changes)));
      assert.deepEqual(
        events.map((each) => [each.half, each.evidence.grade, each.token?.audience]),
        [[half, grade, audience]],
      );
    });
  }

  it("names the cause that a known message has", async () => {
    const { events } = await read(
      JSON.stringify(event({ errorCode: "InvalidIdentityToken", errorMessage: "Incorrect token audience" })),
    );
    assert.match(events[0]?.cause ?? "", /no trust policy was looked at\. The OIDC provider does not list/);
  });

  it("finds audience and subject if both hold colons", async () => {
    const subject = "system:serviceaccount:orders:app";
    const { events } = await read(
      JSON.stringify(
        event({
          userIdentity: {
            principalId: `${PROVIDER}:${AUDIENCE}:${subject}`,
            userName: subject,
            identityProvider: PROVIDER,
          },
        }),
      ),
    );
    assert.deepEqual(events[0]?.token, { provider: PROVIDER, audience: AUDIENCE, subject });
  });

  const record = event();
  const forms: [string, string][] = [
    ["a file of CloudTrail", JSON.stringify({ Records: [record] })],
    ["a list", JSON.stringify([record])],
    ["JSON lines", `${JSON.stringify(record)}\n${JSON.stringify({ eventName: "GetCallerIdentity" })}\n`],
    [
      "the output of aws cloudtrail lookup-events",
      JSON.stringify({ Events: [{ EventName: "x", CloudTrailEvent: JSON.stringify(record) }] }, null, 4),
    ],
    ["a list of CloudTrailEvent strings", JSON.stringify([JSON.stringify(record)])],
  ];
  for (const [title, text] of forms) {
    it(`reads ${title}`, async () => {
      const { events, exitCode } = await read(text);
      assert.deepEqual([exitCode, events.map(({ half }) => half)], [0, ["trust-policy"]]);
    });
  }

  it("counts events that say the same, and ignores those that succeeded", async () => {
    const { events } = await read(
      JSON.stringify([
        event(),
        event({ eventTime: "2026-11-08T16:00:00Z" }),
        event({ errorCode: undefined }),
      ]),
    );
    assert.deepEqual(
      events.map(({ count }) => count),
      [2],
    );
  });

  it("ends with 1 and says where to look if there is no failed event", async () => {
    const { exitCode, stdout, stderr } = await runCli(["explain", "--cloudtrail", "-"], '{"Records": []}');
    assert.deepEqual([exitCode, stdout], [1, ""]);
    assert.match(
      stderr,
      /^azure-to-aws: no failed AssumeRoleWithWebIdentity event is in this file\.[^]*\[explain-no-event\]\n$/,
    );
  });

  it("ends with 2 for a file that is not JSON", async () => {
    const { exitCode, stderr } = await runCli(["explain", "--cloudtrail", "-"], "\u001f\u008b not JSON");
    assert.equal(exitCode, 2);
    assert.match(
      stderr,
      /^azure-to-aws: standard input: neither JSON nor JSON lines\. Decompress it first: gunzip FILE \[input-events-invalid\]\n$/,
    );
  });
});
