/** `@microsoft/microsoft-graph-client`: applications, service principals, role assignments, owners, and lists. */
import assert from "node:assert/strict";
import { ClientSecretCredential, type TokenCredential } from "@azure/identity";
import { type Client, GraphError, PageIterator } from "@microsoft/microsoft-graph-client";
import { decodeJwt } from "jose";
import {
  BROAD_DEPLOYER,
  FOREIGN_TENANT_ID,
  GROUP,
  IDENTITY,
  LOCATION,
  TENANT_ID,
} from "../../../lab/testing/azure-lab";
import { fixedToken } from "./fixed-token";
import { type GraphClient, graphClient } from "./graph-client";
import { describeWithTlsLab } from "./tls-lab";

const ROLE_ID = "00000000-0000-4000-8000-000000000001";
const ABSENT = "00000000-0000-4000-8000-000000000009";
const ROLE = {
  id: ROLE_ID,
  value: "Aws.Assume",
  displayName: "AWS",
  description: "AWS",
  isEnabled: true,
  allowedMemberTypes: ["Application"],
};

/** An object of the directory, as far as tests look at it. */
interface DirectoryObject {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
}

/** A list, or the first page of one. */
interface List {
  readonly value: DirectoryObject[];
  readonly "@odata.nextLink"?: string;
  readonly "@odata.count"?: number;
}

/** A refusal: its status, the code, and the text. */
type Refusal = readonly [status: number, code: string, message: string];

describeWithTlsLab("@microsoft/microsoft-graph-client", { deployer: BROAD_DEPLOYER }, (tls) => {
  let client: GraphClient;
  let graph: Client;
  let application: DirectoryObject;
  let servicePrincipal: DirectoryObject;

  before(async () => {
    client = graphClient(tls());
    ({ graph } = client);
    application = (await graph
      .api("/applications")
      .post({ displayName: "aws", appRoles: [ROLE] })) as DirectoryObject;
    servicePrincipal = (await graph
      .api("/servicePrincipals")
      .post({ appId: application.appId, appRoleAssignmentRequired: true })) as DirectoryObject;
  });
  after(() => client.close());

  const refuses = async (call: Promise<unknown>, refusal: Refusal): Promise<void> => {
    await assert.rejects(call, (error: unknown) => {
      assert.ok(error instanceof GraphError, String(error));
      assert.deepEqual([error.statusCode, error.code, error.message], refusal);
      return true;
    });
  };
  const missing = (id: string): Refusal => [
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  ];
  const names = ({ value }: List): string[] => value.map(({ displayName }) => displayName);

  it("creates, gets, changes, and deletes an application", async () => {
    const { id, appId } = (await graph
      .api("/applications")
      .post({ displayName: "short" })) as DirectoryObject;
    const uri = `api://${appId}`;
    await graph.api(`/applications/${id}`).patch({ identifierUris: [uri] });
    const shown = (await graph
      .api(`/applications(appId='${appId}')`)
      .select(["id", "identifierUris"])
      .get()) as Record<string, unknown>;
    assert.deepEqual(
      { id: shown.id, identifierUris: shown.identifierUris, displayName: shown.displayName },
      { id, identifierUris: [uri], displayName: undefined },
    );
    await graph.api(`/applications/${id}`).delete();
    await refuses(graph.api(`/applications/${id}`).get(), missing(id));
    await refuses(graph.api(`/applications/${id}`).delete(), missing(id));
  });

  it("refuses a property that is not there, a second service principal, and one without an application", async () => {
    const principals = graph.api("/servicePrincipals");
    await refuses(graph.api("/applications").post({ displayName: "x", nonsense: 1 }), [
      400,
      "Request_BadRequest",
      "Invalid property 'nonsense'.",
    ]);
    await refuses(principals.post({ appId: application.appId }), [
      409,
      "Request_MultipleObjectsWithSameKeyValue",
      `The service principal cannot be created, updated, or restored because the service principal name ${application.appId} is already in use.`,
    ]);
    await refuses(principals.post({ appId: ABSENT }), [
      400,
      "NoBackingApplicationObject",
      `The appId '${ABSENT}' of the service principal does not reference a valid application object.`,
    ]);
  });

  it("assigns an app role, finds the assignment from both sides, and takes it back", async () => {
    await tls().lab.put(GROUP, { location: LOCATION });
    const { properties } = await tls().lab.put(IDENTITY, { location: LOCATION });
    const { principalId } = properties as { readonly principalId: string };
    const assigned = graph.api(`/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo`);
    const wanted = { principalId, resourceId: servicePrincipal.id, appRoleId: ROLE_ID };
    const { id } = (await assigned.post(wanted)) as DirectoryObject;
    await refuses(assigned.post(wanted), [
      400,
      "Request_BadRequest",
      "Permission being assigned already exists on the object",
    ]);
    const found = (await graph
      .api(`/servicePrincipals/${principalId}/appRoleAssignments`)
      .filter(`resourceId eq ${servicePrincipal.id}`)
      .get()) as List;
    assert.deepEqual(
      found.value.map((assignment) => assignment.id),
      [id],
    );
    assert.deepEqual(((await assigned.get()) as List).value, found.value);
    const one = graph.api(`/servicePrincipals/${servicePrincipal.id}/appRoleAssignedTo/${id}`);
    await one.delete();
    await refuses(one.delete(), missing(id));
  });

  it("adds an owner by a reference, and removes it", async () => {
    const owners = `/applications/${application.id}/owners`;
    const reference = {
      "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${servicePrincipal.id}`,
    };
    const ids = async (): Promise<string[]> =>
      ((await graph.api(owners).select("id").get()) as List).value.map(({ id }) => id);
    await graph.api(`${owners}/$ref`).post(reference);
    assert.ok((await ids()).includes(servicePrincipal.id));
    await refuses(graph.api(`${owners}/$ref`).post(reference), [
      400,
      "Request_BadRequest",
      "One or more added object references already exist for the following modified properties: 'owners'.",
    ]);
    await graph.api(`${owners}/${servicePrincipal.id}/$ref`).delete();
    assert.ok(!(await ids()).includes(servicePrincipal.id));
  });

  it("reads app roles and redirect URIs in another order than it sent them", async () => {
    const other = { ...ROLE, id: ABSENT, value: "Other" };
    const web = { redirectUris: ["https://a.example/", "https://b.example/"] };
    const { id } = (await graph
      .api("/applications")
      .post({ displayName: "ordered", appRoles: [ROLE, other], web })) as DirectoryObject;
    const read = (await graph.api(`/applications/${id}`).get()) as {
      readonly appRoles: readonly { readonly value: string }[];
      readonly web: typeof web;
    };
    assert.deepEqual(
      [read.appRoles.map(({ value }) => value), read.web.redirectUris],
      [
        ["Other", "Aws.Assume"],
        ["https://b.example/", "https://a.example/"],
      ],
    );
    await graph.api(`/applications/${id}`).delete();
  });

  describe("in a directory with several applications", () => {
    before(async () => {
      for (const displayName of ["beta", "delta", "gamma"]) {
        await graph.api("/applications").post({ displayName });
      }
    });

    const applications = () => graph.api("/applications").select("displayName");
    const eventual = () => applications().header("ConsistencyLevel", "eventual").count(true);

    it("follows the next links to the last page, with the selected members alone", async () => {
      const first = (await applications().top(2).get()) as List;
      assert.match(first["@odata.nextLink"] ?? "", /^https:\/\/graph\.microsoft\.com\/v1\.0\/applications\?/);
      assert.deepEqual(Object.keys(first.value[0] ?? {}), ["displayName"]);
      const found: string[] = [];
      const pages = new PageIterator(graph, first, ({ displayName }: DirectoryObject) => {
        found.push(displayName);
        return true;
      });
      await pages.iterate();
      assert.deepEqual(found.sort(), ["Deployer", "aws", "beta", "delta", "gamma"]);
      assert.equal(pages.isComplete(), true);
    });

    for (const [filter, expected] of [
      ["displayName eq 'beta'", ["beta"]],
      ["startswith(displayName,'DEL')", ["delta"]],
      ["displayName in ('beta','gamma')", ["beta", "gamma"]],
    ] as const) {
      it(`finds by ${filter}`, async () => {
        assert.deepEqual(names((await applications().filter(filter).get()) as List), expected);
      });
    }

    it("takes ne in an advanced query alone", async () => {
      const filter = "displayName ne 'beta'";
      await refuses(applications().filter(filter).get(), [
        400,
        "Request_UnsupportedQuery",
        "Filter operator 'NotEqualsMatch' is not supported.",
      ]);
      const found = (await eventual().filter(filter).get()) as List;
      assert.deepEqual(names(found).sort(), ["Deployer", "aws", "delta", "gamma"]);
      assert.equal(found["@odata.count"], 4);
    });

    it("counts with ConsistencyLevel alone", async () => {
      assert.equal(((await eventual().top(1).get()) as List)["@odata.count"], 5);
      assert.equal(((await applications().count(true).get()) as List)["@odata.count"], undefined);
      const count = graph.api("/applications/$count");
      assert.equal(await count.header("ConsistencyLevel", "eventual").get(), "5");
      await refuses(graph.api("/applications/$count").get(), [
        400,
        "Request_BadRequest",
        "$count is not currently supported.",
      ]);
    });

    it("gets no list that it did not ask for", async () => {
      await refuses(applications().skip(1).get(), [
        400,
        "Request_BadRequest",
        "'$skip' is not supported by the service.",
      ]);
      await refuses(applications().orderby("displayName").get(), [
        501,
        "NotInTheLab",
        "the lab does not support the query option $orderby. Remove it for runs against the lab [lab-unsupported]",
      ]);
    });
  });

  describe("tokens and permissions", () => {
    const open: GraphClient[] = [];
    after(() => Promise.all(open.map((one) => one.close())));
    const as = (credential: TokenCredential): Client => {
      const one = graphClient(tls(), credential);
      open.push(one);
      return one.graph;
    };
    const readWith = (token: string) => as(fixedToken(token)).api(`/applications/${application.id}`).get();
    const invalid = (message: string): Refusal => [401, "InvalidAuthenticationToken", message];

    it("refuse a token for another audience", async () => {
      const token = await tls().lab.token("management.azure.com");
      await refuses(readWith(token), invalid("Access token validation failure. Invalid audience."));
    });

    it("refuse a token that is expired, of another issuer, or not signed by Entra", async () => {
      const forger = tls().lab.azure.forger();
      const token = await tls().lab.token("graph.microsoft.com");
      const expired = await forger.resign(token, { exp: Math.floor(Date.now() / 1000) - 1 });
      await refuses(readWith(expired), invalid("Lifetime validation failed, the token is expired."));
      const ofOtherIssuer = await forger.resign(token, { iss: "https://sts.windows.net/other/" });
      await refuses(readWith(ofOtherIssuer), invalid("Access token validation failure."));
      const unsigned = await forger.signWithUnknownKey(token);
      await refuses(readWith(unsigned), invalid("Access token validation failure."));
      assert.equal(((await readWith(token)) as DirectoryObject).id, application.id);
    });

    it("show a token of another tenant nothing of this one", async () => {
      const claims = decodeJwt(await tls().lab.token("graph.microsoft.com"));
      const iss = `https://sts.windows.net/${FOREIGN_TENANT_ID}/`;
      const foreign = tls().lab.azure.tenant(FOREIGN_TENANT_ID);
      const token = await foreign.sign({ ...claims, iss, tid: FOREIGN_TENANT_ID }, 1);
      await refuses(readWith(token), missing(application.id));
      assert.deepEqual(((await as(fixedToken(token)).api("/applications").get()) as List).value, []);
    });

    it("refuse a wrong client secret", async () => {
      const { ARM_CLIENT_ID = "" } = tls().lab.azure.environment();
      const wrong = new ClientSecretCredential(TENANT_ID, ARM_CLIENT_ID, "wrong", tls().pipeline());
      await assert.rejects(
        async () => as(wrong).api("/applications").get(),
        /AADSTS7000215: Invalid client secret provided/,
      );
    });

    it("refuse a login that may only read to write", async () => {
      const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = tls().lab.azure.addDeployer([
        "Application.Read.All",
      ]).environment;
      const reader = as(
        new ClientSecretCredential(TENANT_ID, ARM_CLIENT_ID, ARM_CLIENT_SECRET, tls().pipeline()),
      );
      const { id } = (await reader.api(`/applications/${application.id}`).get()) as DirectoryObject;
      assert.equal(id, application.id);
      const denied: Refusal = [
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
      ];
      await refuses(reader.api("/applications").post({ displayName: "x" }), denied);
      await refuses(reader.api(`/applications/${id}`).patch({ displayName: "x" }), denied);
    });

    it("refuse a version of the API that does not exist", async () => {
      await assert.rejects(graph.api("/applications").version("v0.9").get(), { statusCode: 400 });
    });
  });
});
