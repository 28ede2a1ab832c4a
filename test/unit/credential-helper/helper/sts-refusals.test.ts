import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { audience, issuer, roleArn, subject } from "./facts";
import { useFixture } from "./fixture";
import { imdsError, stsError } from "./replies";
import { noPauses } from "./run-helper";
import { said } from "./said";
import type { Reply } from "./side";

const STS = "AWS STS at 127.0.0.1";

describe("When STS refuses, the credential helper", () => {
  const fixture = useFixture();
  const notValidated =
    "The web identity token provided could not be validated. " +
    "See the AssumeRoleWithWebIdentity documentation for requirements.";

  const fields = {
    role: roleArn,
    account: "111122223333",
    issuer,
    audience,
    subject,
    region: "us-east-1",
    duration: "3600",
    age: "",
  };
  const refusals: Record<string, [Reply, code: Parameters<typeof said>[0], words: string]> = {
    "a role that does not trust the token": [
      stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity"),
      "sts-access-denied",
      "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity",
    ],
    "a missing provider": [
      stsError(400, "InvalidIdentityToken", `No OpenIDConnect provider found in your account for ${issuer}`),
      "sts-no-provider",
      `400 InvalidIdentityToken: No OpenIDConnect provider found in your account for ${issuer}`,
    ],
    "an audience that the provider does not list": [
      stsError(400, "InvalidIdentityToken", "Incorrect token audience"),
      "sts-audience-not-listed",
      "400 InvalidIdentityToken: Incorrect token audience",
    ],
    "a token that AWS cannot validate, without the reason": [
      stsError(400, "InvalidIdentityToken", notValidated),
      "sts-not-validated",
      `400 InvalidIdentityToken: ${notValidated}`,
    ],
    "keys that AWS cannot get": [
      stsError(400, "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider"),
      "sts-issuer-keys",
      "400 InvalidIdentityToken: Couldn't retrieve verification key from your identity provider",
    ],
    "any other invalid token": [
      stsError(400, "InvalidIdentityToken", "Missing a required claim: aud"),
      "sts-token-invalid",
      "400 InvalidIdentityToken: Missing a required claim: aud",
    ],
    "an expired token": [
      stsError(400, "ExpiredTokenException", "Token expired: current date/time 2 must be before 1"),
      "sts-token-expired",
      "400 ExpiredTokenException: Token expired: current date/time 2 must be before 1",
    ],
    "a session that is too long": [
      stsError(
        400,
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      ),
      "sts-duration",
      "400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
    ],
    "a region where STS is off": [
      stsError(403, "RegionDisabledException", "STS is not activated in this region"),
      "sts-region-disabled",
      "403 RegionDisabledException: STS is not activated in this region",
    ],
    "a rejected claim": [
      stsError(403, "IDPRejectedClaim", "The identity provider rejected the claim"),
      "sts-claim-rejected",
      "403 IDPRejectedClaim: The identity provider rejected the claim",
    ],
    "a malformed session name": [
      stsError(400, "ValidationError", "1 validation error detected: Value 'x' at 'roleSessionName' failed"),
      "sts-refused",
      "400 ValidationError: 1 validation error detected: Value 'x' at 'roleSessionName' failed",
    ],
    "a policy that is too large": [
      stsError(
        400,
        "PackedPolicyTooLarge",
        "Packed size of session tags consumes 105% of the allotted space.",
      ),
      "sts-refused",
      "400 PackedPolicyTooLarge: Packed size of session tags consumes 105% of the allotted space.",
    ],
    "a malformed policy": [
      stsError(400, "MalformedPolicyDocument", "The policy is not in the valid JSON format."),
      "sts-refused",
      "400 MalformedPolicyDocument: The policy is not in the valid JSON format.",
    ],
    "an unknown code": [
      stsError(400, "SomethingNew", "Never heard of"),
      "sts-refused",
      "400 SomethingNew: Never heard of",
    ],
    "an answer that is not XML": [
      { status: 400, body: "<html><p>broken" },
      "sts-refused",
      "400 without a code: no reason given",
    ],
    "a document type, whose entities could grow": [
      { status: 400, body: '<!DOCTYPE a [<!ENTITY b "bbbb">]><a><Code>&b;</Code></a>' },
      "sts-refused",
      "400 without a code: no reason given",
    ],
  };

  // An entity would stand for the code, or grow, if the document type were read.
  const withEntity = (encoding: string) =>
    `<?xml version="1.0" encoding="${encoding}"?>\n<!DOCTYPE a [<!ENTITY b "Throttling">]><a><Code>&b;</Code></a>`;
  const swapped = (text: string) => Buffer.from(text, "utf16le").swap16();
  // EBCDIC of code page 037 for all but the declaration, which a reader must understand before.
  const ebcdic = (text: string) =>
    execFileSync("python3", [
      "-IS",
      "-c",
      "import sys; sys.stdout.buffer.write(sys.argv[1].encode('cp037'))",
      text,
    ]);
  const bodies: Record<string, Buffer> = {
    "UTF-8": Buffer.from(withEntity("UTF-8")),
    "UTF-8 with a byte order mark": Buffer.from(`\ufeff${withEntity("UTF-8")}`),
    "UTF-16": Buffer.from(`\ufeff${withEntity("UTF-16")}`, "utf16le"),
    "UTF-16 without a byte order mark": Buffer.from(withEntity("UTF-16"), "utf16le"),
    "UTF-16, the other way round": swapped(`\ufeff${withEntity("UTF-16")}`),
    "UTF-16, the other way round, without a byte order mark": swapped(withEntity("UTF-16")),
    "UTF-7": Buffer.from(withEntity("UTF-7").replaceAll("<!", "+ADwAIQ-")),
    EBCDIC: ebcdic(withEntity("cp037")),
    "EBCDIC behind a declaration in ASCII": Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="cp037"?>'),
      ebcdic('<!DOCTYPE a [<!ENTITY b "Throttling">]><a><Code>&b;</Code></a>'),
    ]),
    "Latin-1": Buffer.from("<a><Code>Throttl\u00efng</Code></a>", "latin1"),
  };
  for (const [name, body] of Object.entries(bodies)) {
    it(`reads no document type in ${name}, in a refusal or with credentials`, async () => {
      for (const status of [400, 200]) {
        fixture.clouds.sts.seen.length = 0;
        fixture.clouds.sts.always = () => (_, response) => response.writeHead(status).end(body);
        const run = await fixture.run({
          times: { ...noPauses, "refresh.TOTAL_SECONDS": 2 },
          args: ["--duration", String(900 + status)],
        });
        const expected =
          status === 400
            ? said("sts-refused", { reply: `${STS} answered 400 without a code: no reason given` })
            : said("sts-no-credentials", { service: STS });
        assert.deepEqual(run, {
          exitCode: 1,
          stdout: "",
          stderr: `azure-to-aws: ${expected}\n`,
        });
      }
    });
  }

  it("takes credentials in no other encoding than UTF-8", async () => {
    const good = fixture.clouds.sts.always();
    assert.ok(typeof good !== "function" && good.body !== undefined);
    for (const [encoding, exitCode] of [
      ["utf16le", 1],
      ["utf8", 0],
    ] as const) {
      const body = Buffer.from(`\ufeff${good.body}`, encoding);
      fixture.clouds.sts.always = () => (_, response) => response.writeHead(200).end(body);
      const run = await fixture.run({
        times: noPauses,
        args: ["--region", exitCode ? "eu-west-1" : "eu-west-2"],
      });
      assert.equal(run.exitCode, exitCode, run.stderr);
    }
  });

  for (const [name, [reply, code, words]] of Object.entries(refusals)) {
    it(`explains ${name}, asks once, and keeps the original words`, async () => {
      fixture.clouds.sts.always = () => reply;
      const run = await fixture.run({ times: noPauses });
      const message = said(code, { ...fields, reply: `${STS} answered ${words}` });
      assert.deepEqual(run, { exitCode: 1, stdout: "", stderr: `azure-to-aws: ${message}\n` });
      assert.equal(fixture.clouds.sts.seen.length, 1);
    });
  }

  it("waits for a new role when told to", async () => {
    const denied = stsError(403, "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity");
    fixture.clouds.sts.next = [denied, denied];
    const run = await fixture.run({ args: ["--wait"], times: { "exchange.WAIT_PAUSE_SECONDS": 0.01 } });
    assert.equal(run.exitCode, 0, run.stderr);
    assert.equal(fixture.clouds.sts.seen.length, 3);
  });

  const awaited: Record<string, (clouds: typeof fixture.clouds) => void> = {
    "an OIDC provider": ({ sts }) => {
      const words = `No OpenIDConnect provider found in your account for ${issuer}`;
      sts.next = [stsError(400, "InvalidIdentityToken", words)];
    },
    "an OIDC provider of which AWS does not speak": ({ sts }) => {
      sts.next = [stsError(400, "InvalidIdentityToken", notValidated)];
    },
    "an assignment to the application": ({ imds }) => {
      imds.next = [imdsError(400, "invalid_grant", "AADSTS501051: Application 'a' is not assigned")];
    },
    "an identity of the VM": ({ imds }) => {
      imds.next = [imdsError(400, "invalid_request", "Identity not found")];
    },
  };
  for (const [name, lack] of Object.entries(awaited)) {
    it(`waits for ${name} when told to, and not else`, async () => {
      const times = { "exchange.WAIT_PAUSE_SECONDS": 0.01 };
      lack(fixture.clouds);
      assert.equal((await fixture.run({ times })).exitCode, 1);
      lack(fixture.clouds);
      const run = await fixture.run({ args: ["--wait"], times });
      assert.equal(run.exitCode, 0, run.stderr);
    });
  }

  it("does not wait for what cannot change by itself", async () => {
    fixture.clouds.sts.always = () => stsError(400, "InvalidIdentityToken", "Incorrect token audience");
    const run = await fixture.run({ args: ["--wait"], times: { "exchange.WAIT_PAUSE_SECONDS": 0.01 } });
    assert.equal(run.exitCode, 1);
    assert.equal(fixture.clouds.sts.seen.length, 1);
  });

  it("stops waiting for a role after some minutes", async () => {
    fixture.clouds.sts.always = () => stsError(403, "AccessDenied", "Not authorized");
    const times = { "exchange.WAIT_PAUSE_SECONDS": 0.1, "refresh.TOTAL_SECONDS_WAITING": 1 };
    const run = await fixture.run({ args: ["--wait"], times });
    assert.equal(run.exitCode, 1);
    assert.match(run.stderr, /AccessDenied/);
    assert.ok(fixture.clouds.sts.seen.length > 1);
  });
});
