import assert from "node:assert/strict";
import { MicrosoftApi } from "../../../../../cli/clouds/microsoft/microsoft-api";
import { entraSections } from "../../../../../cli/collect/microsoft/entra-sections";
import { describeWithAzureLab, TENANT_ID } from "../../../../../lab/testing/azure-lab";

const LIFETIME = 60_000;

let ahead = 0;

describeWithAzureLab(
  "the sections of a tenant whose page tokens end while owners are read",
  { clock: () => Date.now() + ahead, graphPages: { most: 30, lifetime: LIFETIME } },
  (lab) => {
    it("have each application once", async () => {
      const created: string[] = [];
      for (let index = 0; index < 100; index++) {
        const { body } = await lab().graph("POST", "/applications", { displayName: `app-${index}` });
        created.push(String(body.id));
      }
      const token = await lab().token("graph.microsoft.com");
      const graph = new MicrosoftApi({
        credential: {
          getToken: () => Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 }),
        },
        scope: "https://graph.microsoft.com",
        endpoint: lab().azure.resolve("https://graph.microsoft.com"),
      });
      const late = lab().azure.faults.add({
        route: /\/\$batch$/,
        fault: { kind: "latency", milliseconds: 0 },
        onStrike: () => {
          ahead += LIFETIME + 1;
        },
      });
      const pages = lab().azure.faults.add({
        route: /\/applications\?.*skiptoken/,
        fault: { kind: "latency", milliseconds: 0 },
      });
      const [applications] = entraSections(TENANT_ID, graph);
      const read: string[] = [];
      for await (const { kind, data } of applications?.read() ?? []) {
        assert.equal(kind, "entra.application");
        read.push((data as { readonly id: string }).id);
      }
      late.remove();
      pages.remove();
      assert.equal(new Set(read).size, read.length);
      assert.deepEqual(
        created.filter((id) => !read.includes(id)),
        [],
      );
      // Some of these requests were refused: without that, the test would show nothing.
      assert.ok(pages.struck.length > 3, pages.struck.join("\n"));
    });
  },
);

describe("the service principals of a tenant", () => {
  it("have their own credentials without the secrets, but not those of managed identities", async () => {
    const secret = { keyId: "k", hint: "abc", secretText: "abcdef", endDateTime: "2027-01-01T00:00:00Z" };
    const certificate = { keyId: "c", key: "MII", displayName: "CN=ci", endDateTime: null };
    const given = { passwordCredentials: [secret], keyCredentials: [certificate] };
    const items = [
      { id: "1", appId: "a", displayName: "ci", servicePrincipalType: "Application", ...given },
      { id: "2", appId: "b", displayName: "id", servicePrincipalType: "ManagedIdentity", ...given },
    ];
    const asked: string[] = [];
    // As much of the API as the section needs.
    const graph = {
      async *list(path: string) {
        asked.push(path);
        yield* await Promise.resolve(items);
      },
      lists: (_version: string, paths: readonly string[]) => Promise.resolve(paths.map(() => [])),
    } as unknown as MicrosoftApi;
    const section = entraSections(TENANT_ID, graph).find(({ name }) => name.endsWith("service-principals"));
    const credentials: unknown[] = [];
    for await (const record of section?.read() ?? []) {
      assert.ok(record.kind === "entra.service-principal");
      credentials.push(record.data.credentials);
    }
    assert.deepEqual(credentials, [
      [
        { keyId: "k", displayName: null, endDateTime: "2027-01-01T00:00:00Z", kind: "password" },
        { keyId: "c", displayName: "CN=ci", endDateTime: null, kind: "certificate" },
      ],
      undefined,
    ]);
    assert.match(asked.join(), /\$select=[^&]*passwordCredentials,keyCredentials/);
  });
});
