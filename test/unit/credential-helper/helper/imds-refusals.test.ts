import assert from "node:assert/strict";
import { audience, clientId } from "./facts";
import { useFixture } from "./fixture";
import { imdsError } from "./replies";
import { noPauses } from "./run-helper";
import { said } from "./said";
import type { Reply } from "./side";

const who = "Azure's instance metadata service";

describe("When the metadata service refuses, the credential helper", () => {
  const fixture = useFixture();

  const refusals: Record<string, [Reply, code: Parameters<typeof said>[0], words: string]> = {
    "an identity that is not attached": [
      imdsError(400, "invalid_request", "Identity not found"),
      "identity-not-on-vm",
      "400: invalid_request - Identity not found",
    ],
    "a VM that has no identity": [
      imdsError(400, "unauthorized_client", "The client isn't authorized."),
      "identity-not-on-vm",
      "400: unauthorized_client - The client isn't authorized.",
    ],
    "an unknown source": [
      imdsError(401, "unknown_source", "Unknown Source http://localhost/"),
      "token-request-refused",
      "401: unknown_source - Unknown Source http://localhost/",
    ],
    "a missing service principal": [
      imdsError(
        400,
        "invalid_resource",
        "AADSTS500011: The resource principal named api://x was not found in the tenant named T.\r\n" +
          "Trace ID: 1\r\nCorrelation ID: 2\r\nTimestamp: 3",
      ),
      "entra-no-service-principal",
      "400: invalid_resource - AADSTS500011: " +
        "The resource principal named api://x was not found in the tenant named T. " +
        "Trace ID: 1 Correlation ID: 2 Timestamp: 3",
    ],
    "an identity that is not assigned": [
      imdsError(400, "invalid_grant", "AADSTS501051: Application 'a'(n) is not assigned to a role."),
      "entra-not-assigned",
      "400: invalid_grant - AADSTS501051: Application 'a'(n) is not assigned to a role.",
    ],
    "a code of Entra that it does not know": [
      imdsError(400, "invalid_grant", "AADSTS999999: Something new."),
      "token-request-refused",
      "400: invalid_grant - AADSTS999999: Something new.",
    ],
    "several identities without a choice": [
      imdsError(
        400,
        "invalid_request",
        "Multiple user assigned identities exist, please specify the clientId",
      ),
      "token-request-refused",
      "400: invalid_request - " + "Multiple user assigned identities exist, please specify the clientId",
    ],
    "a missing header": [
      imdsError(400, "bad_request_102", "Required metadata header not specified"),
      "token-request-refused",
      "400: bad_request_102 - Required metadata header not specified",
    ],
    "a wrong version": [
      {
        status: 400,
        body: JSON.stringify({ error: "Bad request. api-version is invalid", "newest-versions": ["x"] }),
      },
      "token-request-refused",
      "400: Bad request. api-version is invalid",
    ],
    "a status without a body": [{ status: 403 }, "token-request-refused", "403: no reason given"],
    "a wrong verb": [
      { status: 405, body: "<html>Not allowed</html>" },
      "token-request-refused",
      "405: <html>Not allowed</html>",
    ],
    "a text with control characters": [
      { status: 401, body: "\u001b[31munknown\u0007_source\u001b[0m\n" },
      "token-request-refused",
      "401: ?[31munknown?_source?[0m",
    ],
  };
  for (const [name, [reply, code, words]] of Object.entries(refusals)) {
    it(`explains ${name}, asks once, and keeps the original words`, async () => {
      fixture.clouds.imds.always = () => reply;
      const run = await fixture.run({ times: noPauses });
      const message = said(code, { client: clientId, audience, reply: `${who} answered ${words}` });
      assert.deepEqual(run, { exitCode: 1, stdout: "", stderr: `azure-to-aws: ${message}\n` });
      assert.equal(fixture.clouds.imds.seen.length, 1);
      assert.deepEqual(fixture.clouds.sts.seen, []);
    });
  }

  it("cuts an endless explanation", async () => {
    fixture.clouds.imds.always = () => imdsError(400, "invalid_request", "long ".repeat(10_000));
    const run = await fixture.run();
    assert.equal(run.exitCode, 1);
    assert.ok(run.stderr.length < 1000, String(run.stderr.length));
  });
});
