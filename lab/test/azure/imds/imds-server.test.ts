import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import { API_VERSIONS } from "../../../azure/imds/imds-request";
import {
  describeWithAzureLab,
  IDENTITY,
  LOCATION,
  SUBSCRIPTION_ID,
  virtualMachine,
  VM,
} from "../../../testing/azure-lab";

const ARM = encodeURIComponent("https://management.azure.com/");
const TOKEN = `/metadata/identity/oauth2/token?api-version=2018-02-01&resource=${ARM}`;
const OTHER = IDENTITY.replace(/workload$/, "other");

let now = 1_774_349_876_000;

describeWithAzureLab("The instance metadata service", { clock: () => now }, (lab) => {
  let workload: { clientId: string; principalId: string };
  let other: { clientId: string; principalId: string };

  before(async () => {
    await lab().prepareNetwork();
    workload = (await lab().arm("GET", IDENTITY)).body.properties as typeof workload;
    other = (await lab().put(OTHER, { location: LOCATION })).properties as typeof other;
  });

  beforeEach(async () => {
    await lab().put(VM, virtualMachine());
  });

  /** Attaches identities to the machine. */
  const attach = async (type: string, ...ids: readonly string[]): Promise<Record<string, string>> => {
    const userAssignedIdentities = Object.fromEntries(ids.map((id) => [id, {}]));
    const identity = { type, ...(ids.length > 0 ? { userAssignedIdentities } : {}) };
    const { identity: stored } = await lab().put(VM, virtualMachine({}, { identity }));
    return (stored ?? {}) as Record<string, string>;
  };
  const clientIdOf = async (query: string): Promise<unknown> =>
    (await lab().imds("vm1", TOKEN + query)).body.client_id;

  it("answers a token in Azure's order, every value a text", async () => {
    const { status, body, headers } = await lab().imds("vm1", TOKEN);
    assert.equal(status, 200);
    assert.equal(headers.get("Content-Type"), "application/json; charset=utf-8");
    const epoch = now / 1000;
    const { access_token: token, ...rest } = body;
    assert.deepEqual(Object.keys(body), [
      "access_token",
      "client_id",
      "expires_in",
      "expires_on",
      "ext_expires_in",
      "not_before",
      "resource",
      "token_type",
    ]);
    assert.deepEqual(rest, {
      client_id: workload.clientId,
      expires_in: "86400",
      expires_on: String(epoch + 86_400),
      ext_expires_in: "86399",
      not_before: String(epoch - 300),
      resource: "https://management.azure.com/",
      token_type: "Bearer",
    });
    const claims = decodeJwt(String(token));
    assert.deepEqual(
      [claims.aud, claims.sub, claims.appid],
      ["https://management.azure.com/", workload.principalId, workload.clientId],
    );
  });

  it("replays the token and counts its time down", async () => {
    const first = (await lab().imds("vm1", TOKEN)).body;
    now += 67_000;
    const second = (await lab().imds("vm1", TOKEN)).body;
    assert.deepEqual([second.access_token, second.expires_on], [first.access_token, first.expires_on]);
    assert.equal(Number(second.expires_in), Number(first.expires_in) - 67);
  });

  describe("that remembers assignments", () => {
    const answered = async (): Promise<unknown> => {
      const { status, body } = await lab().imds("vm1", `${TOKEN}&client_id=${workload.clientId}`);
      return status === 200 ? "token" : [status, body.error, body.error_description];
    };
    const NOT_FOUND = [400, "invalid_request", "Identity not found"];

    it("does not find an identity that was detached and attached again, until it restarts", async () => {
      const assignments = lab().azure.imdsAssignments("vm1");
      await attach("UserAssigned", IDENTITY);
      assignments.remember();
      assert.equal(await answered(), "token");
      await attach("UserAssigned", IDENTITY, OTHER);
      assert.equal(await answered(), "token");
      assert.equal(await clientIdOf(`&client_id=${other.clientId}`), other.clientId);
      await attach("UserAssigned", OTHER);
      assert.deepEqual(await answered(), NOT_FOUND);
      await attach("UserAssigned", IDENTITY, OTHER);
      assert.deepEqual(await answered(), NOT_FOUND);
      assignments.restart();
      assert.equal(await answered(), "token");
    });

    it("finds it at once after forgetting, as before", async () => {
      const assignments = lab().azure.imdsAssignments("vm1");
      await attach("UserAssigned", IDENTITY);
      assignments.remember();
      assignments.forget();
      await attach("UserAssigned", OTHER);
      await attach("UserAssigned", IDENTITY);
      assert.equal(await answered(), "token");
    });

    afterEach(() => {
      lab().azure.imdsAssignments("vm1").forget();
    });
  });

  it("takes the identity that is named, by any of its three names", async () => {
    await attach("UserAssigned", IDENTITY, OTHER);
    assert.equal(await clientIdOf(`&client_id=${other.clientId}`), other.clientId);
    assert.equal(await clientIdOf(`&object_id=${other.principalId}`), other.clientId);
    assert.equal(await clientIdOf(`&msi_res_id=${encodeURIComponent(OTHER.toLowerCase())}`), other.clientId);
    assert.equal(await clientIdOf(`&client_id=${workload.clientId}`), workload.clientId);
  });

  it("takes the system's own identity when none is named", async () => {
    const identity = await attach("SystemAssigned, UserAssigned", IDENTITY, OTHER);
    assert.equal(await clientIdOf(""), identity.clientId);
  });

  it("refuses to choose between two", async () => {
    await attach("UserAssigned", IDENTITY, OTHER);
    const { status, body } = await lab().imds("vm1", TOKEN);
    assert.equal(status, 400);
    assert.deepEqual(body, {
      error: "invalid_request",
      error_description:
        "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request",
    });
  });

  it("finds no identity that is not attached, none on a machine without any, and none that was deleted", async () => {
    const refusal = { error: "invalid_request", error_description: "Identity not found" };
    assert.deepEqual((await lab().imds("vm1", `${TOKEN}&client_id=${other.clientId}`)).body, refusal);
    await attach("None");
    assert.deepEqual((await lab().imds("vm1", TOKEN)).body, refusal);
    const brief = IDENTITY.replace(/workload$/, "brief");
    await lab().put(brief, { location: LOCATION });
    await attach("UserAssigned", brief);
    assert.equal((await lab().imds("vm1", TOKEN)).status, 200);
    await lab().arm("DELETE", brief);
    assert.deepEqual((await lab().imds("vm1", TOKEN)).body, refusal);
  });

  it("hands on what Entra refuses", async () => {
    const { status, body } = await lab().imds("vm1", TOKEN.replace(ARM, "urn%3A%2F%2Fnobody"));
    assert.deepEqual([status, body.error], [400, "invalid_resource"]);
    assert.match(
      String(body.error_description),
      /^AADSTS500011: The resource principal named urn:\/\/nobody was not found in the tenant named Contoso\. .*\r\nTrace ID: .*\r\nCorrelation ID: .*\r\nTimestamp: /,
    );
  });

  const refused: readonly [string, string, Record<string, string>, number, Record<string, unknown>][] = [
    [
      "without the header",
      TOKEN,
      {},
      400,
      { error: "bad_request_102", error_description: "Required metadata header not specified" },
    ],
    [
      "with the header in capitals",
      TOKEN,
      { Metadata: "True" },
      400,
      { error: "bad_request_102", error_description: "Required metadata header not specified" },
    ],
    [
      "that was forwarded",
      TOKEN,
      { Metadata: "true", "X-Forwarded-For": "10.0.0.1" },
      400,
      { error: "invalid_request", error_description: "Requests must not contain an X-Forwarded-For header" },
    ],
    [
      "with a name given twice",
      `${TOKEN}&resource=x`,
      { Metadata: "true" },
      400,
      {
        error: "invalid_request",
        error_description: "Query parameter 'resource' is specified more than once",
      },
    ],
    [
      "without a resource",
      "/metadata/identity/oauth2/token?api-version=2018-02-01",
      { Metadata: "true" },
      400,
      { error: "invalid_request", error_description: "Required query variable 'resource' is missing" },
    ],
    [
      "for the bare identity",
      "/metadata/identity?api-version=2018-02-01",
      { Metadata: "true" },
      404,
      { error: "Not Found" },
    ],
  ];
  for (const [title, path, headers, status, body] of refused) {
    it(`refuses a request ${title}`, async () => {
      const answer = await lab().imds("vm1", path, headers);
      assert.deepEqual([answer.status, answer.body], [status, body]);
    });
  }

  for (const version of ["", "&api-version=2017-12-01", "&api-version=9999-01-01"]) {
    it(`refuses the version "${version}" and names the newest`, async () => {
      const { status, body } = await lab().imds(
        "vm1",
        `/metadata/identity/oauth2/token?resource=x${version}`,
      );
      assert.equal(status, 400);
      assert.deepEqual(body, {
        error:
          "Bad request. api-version is invalid or was not specified in the request. For more information refer to aka.ms/azureimds",
        "newest-versions": ["2025-04-07", "2024-07-17", "2024-03-15"],
      });
    });
  }

  it("answers GET only", async () => {
    const url = `${lab().azure.vm("vm1").imdsUrl}${TOKEN}`;
    assert.equal((await fetch(url, { method: "POST", headers: { Metadata: "true" } })).status, 405);
  });

  it("tells a machine about itself, by part and by leaf, and not about its identities", async () => {
    const { body } = await lab().imds("vm1", "/metadata/instance?api-version=2021-02-01");
    const compute = body.compute as Record<string, unknown>;
    assert.deepEqual(
      [
        compute.azEnvironment,
        compute.location,
        compute.name,
        compute.resourceGroupName,
        compute.resourceId,
        compute.subscriptionId,
        compute.osType,
      ],
      ["AzurePublicCloud", LOCATION, "vm1", "rg", VM, SUBSCRIPTION_ID, "Linux"],
    );
    assert.doesNotMatch(JSON.stringify(body), new RegExp(workload.clientId));
    const part = await lab().imds("vm1", "/metadata/instance/network?api-version=2021-02-01");
    const [nic] = part.body.interface as { ipv4: { ipAddress: unknown } }[];
    assert.deepEqual(nic?.ipv4.ipAddress, [{ privateIpAddress: "10.0.1.4", publicIpAddress: "" }]);
    const leaf = "/metadata/instance/compute/name?api-version=2021-02-01";
    assert.equal((await lab().imds("vm1", `${leaf}&format=text`)).body.text, "vm1");
    assert.equal((await lab().imds("vm1", leaf)).status, 400);
    assert.equal((await lab().imds("vm1", "/metadata/instance/nothing?api-version=2021-02-01")).status, 404);
  });

  it("lists its versions without being asked for one", async () => {
    assert.deepEqual((await lab().imds("vm1", "/metadata/versions")).body, { apiVersions: API_VERSIONS });
  });
});
