import assert from "node:assert/strict";
import express from "express";
import { LoopbackServer } from "../../../../http/loopback-server";
import { azureEnvironment } from "../../../../pulumi/plugins/azure-login/azure-environment";
import {
  type AzureRequest,
  AzureSession,
  type AzureSessionOptions,
} from "../../../../pulumi/plugins/azure-login/azure-session";

const { signal } = new AbortController();

describe("signed-in calls to Azure", () => {
  let server: LoopbackServer;
  let session: AzureSession;
  let logins: Record<string, string>[];
  let answers: { status: number; body?: unknown; retryAfter?: number; isCut?: boolean }[];
  let asked: number[];
  let lifetime: number;
  let environment: Record<string, string>;

  beforeEach(async () => {
    [logins, answers, asked, lifetime] = [[], [], [], 3600];
    const app = express();
    app.post("/login/tenant/oauth2/v2.0/token", express.urlencoded(), (request, response) => {
      logins.push(request.body as Record<string, string>);
      response.json({ access_token: `token-${logins.length}`, expires_in: lifetime });
    });
    app.use("/api", (request, response) => {
      asked.push(performance.now());
      const token = request.headers.authorization;
      const { status, body, retryAfter, isCut } = answers.shift() ?? { status: 200, body: { token } };
      if (isCut === true) {
        request.destroy();
        return;
      }
      if (retryAfter !== undefined) {
        response.setHeader("Retry-After", retryAfter);
      }
      response.status(status).json(body);
    });
    server = await LoopbackServer.listen(app);
    environment = {
      LAB_LOGIN_ENDPOINT: `${server.url}/login/`,
      ARM_TENANT_ID: "tenant",
      ARM_CLIENT_ID: "client",
      ARM_CLIENT_SECRET: "secret",
    };
    session = new AzureSession(azureEnvironment({}, environment));
  });

  afterEach(async () => {
    await server.close();
  });

  function get(scope = "https://graph.microsoft.com/.default"): AzureRequest {
    return { method: "GET", url: `${server.url}/api`, scope, signal };
  }

  it("sign in once for an API, with client credentials", async () => {
    await session.send(get());
    const { body } = await session.send(get());
    assert.deepEqual(body, { token: "Bearer token-1" });
    const scope = "https://graph.microsoft.com/.default";
    assert.deepEqual(logins, [
      { grant_type: "client_credentials", client_id: "client", client_secret: "secret", scope },
    ]);
    await session.send(get("https://management.azure.com/.default"));
    assert.equal(logins.length, 2);
  });

  it("sign in once however many calls begin at the same time", async () => {
    await Promise.all([1, 2, 3, 4].map(() => session.send(get())));
    assert.equal(logins.length, 1);
  });

  it("sign in anew shortly before a token ends", async () => {
    lifetime = 299;
    await session.send(get());
    await session.send(get());
    assert.equal(logins.length, 2);
  });

  it("are made again when the service asks for patience", async () => {
    answers = [
      { status: 429, body: {} },
      { status: 409, body: { error: { code: "AnotherOperationInProgress" } } },
    ];
    assert.equal((await session.send(get())).status, 200);
  });

  it("wait as long as the service asks, in a patient session", async () => {
    const wait = async (options: AzureSessionOptions, retryAfter: number): Promise<number> => {
      [asked, answers] = [[], [{ status: 429, body: {}, retryAfter }]];
      await new AzureSession(azureEnvironment({}, environment), options).send(get());
      const [first = 0, second = 0] = asked;
      return second - first;
    };
    assert.ok((await wait({ isPatient: true }, 1)) >= 1000);
    // The plugins do not: the test would not end in time.
    await wait({}, 100);
  });

  it("are made again without an answer, in a patient session, but for POST", async () => {
    const patient = new AzureSession(azureEnvironment({}, environment), { isPatient: true });
    answers = [{ status: 0, isCut: true }];
    assert.equal((await patient.send({ ...get(), method: "DELETE" })).status, 200);
    for (const [one, method] of [
      [patient, "POST"],
      [session, "DELETE"],
    ] as const) {
      answers = [{ status: 0, isCut: true }];
      await assert.rejects(one.send({ ...get(), method }), /"http:.*": /);
      assert.deepEqual(answers, []);
    }
  });

  it("are not made again after a refusal", async () => {
    answers = [{ status: 409, body: { error: { code: "Conflict" } } }];
    assert.equal((await session.send(get())).status, 409);
    assert.equal(answers.length, 0);
  });

  it("end when they are cancelled", async () => {
    const cancelled = AbortSignal.abort(new Error("operation canceled"));
    await assert.rejects(session.send({ ...get(), signal: cancelled }), /operation canceled/);
  });
});
