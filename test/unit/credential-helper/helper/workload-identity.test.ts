import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { audience, clientId, podClaims, tenantId, tokenId } from "./facts";
import { useFixture } from "./fixture";
import { imdsError as entraError, jwt } from "./replies";
import { noPauses } from "./run-helper";
import { said, saidLike } from "./said";

describe("In a pod with workload identity, the credential helper", () => {
  const fixture = useFixture();
  const podToken = jwt(podClaims);
  const file = () => join(fixture.folder, "azure-identity-token");

  beforeEach(() => {
    writeFileSync(file(), `${podToken}\n`);
  });

  const run = (env: Record<string, string> = {}, args: readonly string[] = []) =>
    fixture.run({ env: { ...fixture.clouds.podEnvironment(file()), ...env }, args, times: noPauses });

  it("exchanges the cluster's token at Entra, and sends AWS what it got for it", async () => {
    const found = await run();
    assert.equal(found.exitCode, 0, found.stderr);
    assert.equal(found.stderr, "");
    const [request, ...more] = fixture.clouds.entra.seen;
    assert.deepEqual(more, []);
    assert.equal(request?.method, "POST");
    assert.equal(request.path, `/${tenantId}/oauth2/v2.0/token`);
    assert.deepEqual(Object.fromEntries(new URLSearchParams(request.body)), {
      client_id: clientId,
      grant_type: "client_credentials",
      scope: `${audience}/.default`,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: podToken,
    });
    const asked = new URLSearchParams(fixture.clouds.sts.seen[0]?.body);
    assert.equal(asked.get("WebIdentityToken"), fixture.clouds.token());
    assert.equal(asked.get("RoleSessionName"), `${hostname().slice(0, 63 - tokenId.length)}@${tokenId}`);
    assert.deepEqual(fixture.clouds.imds.seen, []);
  });

  for (const status of [429, 500, 503]) {
    it(`tries again after Entra answered ${status}`, async () => {
      fixture.clouds.entra.next = [{ status }, { status }];
      const found = await run();
      assert.equal(found.exitCode, 0, found.stderr);
      assert.equal(fixture.clouds.entra.seen.length, 3);
    });
  }

  it("tries again after Entra reported a passing trouble", async () => {
    fixture.clouds.entra.next = [
      entraError(400, "temporarily_unavailable", "AADSTS90024: RequestBudgetExceeded"),
    ];
    assert.equal((await run()).exitCode, 0);
  });

  const codes: Record<string, string> = {
    AADSTS70021: "issuer, subject, and audience of the pod's token",
    AADSTS700211: "the cluster's issuer",
    AADSTS700212: "the audience of the pod's token, api://AzureADTokenExchange",
    AADSTS700213: "the pod's service account, system:serviceaccount:<namespace>:<name>",
  };
  for (const [code, what] of Object.entries(codes)) {
    it(`explains ${code}, and never repeats the cluster's token`, async () => {
      fixture.clouds.entra.always = () =>
        entraError(400, "invalid_request", `${code}: No matching record for ${podToken}`);
      assert.deepEqual(await run(), {
        exitCode: 1,
        stdout: "",
        stderr: `azure-to-aws: ${said("entra-no-federated-credential", {
          expected: what,
          reply: `Entra answered 400: invalid_request - ${code}: No matching record for <token>`,
        })}\n`,
      });
      assert.equal(fixture.clouds.entra.seen.length, 1);
      assert.deepEqual(fixture.clouds.sts.seen, []);
    });
  }

  const files: Record<string, [() => void, string]> = {
    "is missing": [
      () => undefined,
      saidLike("token-file-unreadable", { path: "'.*'", reason: "No such file or directory" }),
    ],
    "is a folder": [
      () => {
        mkdirSync(`${file()}-odd`);
      },
      saidLike("token-file-not-regular"),
    ],
    "is a pipe": [() => execFileSync("mkfifo", [`${file()}-odd`]), saidLike("token-file-not-regular")],
  };
  for (const [name, [make, message]] of Object.entries(files)) {
    it(`says so where the token file ${name}`, async () => {
      make();
      const found = await run({ AZURE_FEDERATED_TOKEN_FILE: `${file()}-odd` });
      assert.equal(found.exitCode, 1);
      assert.equal(found.stdout, "");
      assert.match(found.stderr, new RegExp(`^azure-to-aws: ${message}\n$`));
    });
  }

  it("sends no other file than one with a JWT", async () => {
    writeFileSync(file(), "root:$6$hunter2:19000:0:99999:7:::\n");
    assert.deepEqual(await run(), {
      exitCode: 1,
      stdout: "",
      stderr: `azure-to-aws: ${said("token-file-not-jwt", { path: `'${file()}'` })}\n`,
    });
    assert.deepEqual(fixture.clouds.entra.seen, []);
  });

  it("waits for a token file that is still empty, and says so in the end", async () => {
    writeFileSync(file(), "");
    const found = await fixture.run({
      env: fixture.clouds.podEnvironment(file()),
      times: { ...noPauses, "refresh.TOTAL_SECONDS": 0.5 },
    });
    assert.equal(found.exitCode, 1);
    assert.equal(found.stderr, `azure-to-aws: ${said("token-file-empty", { path: `'${file()}'` })}\n`);
  });

  it("refuses a tenant that would change the address", async () => {
    const found = await run({ AZURE_TENANT_ID: "../../common" });
    assert.equal(found.stderr, `azure-to-aws: ${said("tenant-id-invalid", { given: "../../common" })}\n`);
    assert.deepEqual(fixture.clouds.entra.seen, []);
  });

  it("sends the cluster's token to no authority but Entra", async () => {
    const found = await run({ AZURE_AUTHORITY_HOST: "https://login.example.com/" });
    assert.deepEqual(found, {
      exitCode: 1,
      stdout: "",
      stderr: `azure-to-aws: ${said("endpoint-refused", {
        variable: "AZURE_AUTHORITY_HOST",
        given: "https://login.example.com/",
        allowed: "an https URL of Entra, or a loopback or link-local address",
      })}\n`,
    });
  });
});
