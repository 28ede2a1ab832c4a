/**
 * The requests of the real `azuread` plugin 6.9.1 (terraform-provider-azuread 3.8.0), as it sent them to the lab on 2026-11-27:
 * the bodies are recorded, with the IDs of the test in the place of those of the recording. Each row is a request and the status of
 * its answer. What is asserted of an answer is what the provider's source reads of it.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { decodeJwt } from "jose";
import { Agent, fetch } from "undici";
import { type AzureLab, BROAD_DEPLOYER, describeWithAzureLab, TENANT_ID } from "../../../testing/azure-lab";

const CA_FILE = path.join(tmpdir(), `azuread-requests-${randomUUID()}.pem`);
const ROLE_A = "77777777-2222-4333-8444-555555555555";
const ROLE_B = "88888888-2222-4333-8444-555555555555";

/** What the provider's HTTP client sends with each request to Graph. */
const HEADERS = {
  accept: "application/json; charset=utf-8; IEEE754Compatible=false",
  "content-type": "application/json; charset=utf-8",
  "odata-maxversion": "4.0",
  "odata-version": "4.0",
};

type Json = Readonly<Record<string, unknown>>;

/** Method, path below the version (`v1.0` unless it begins with `/beta`), status of the answer, body. */
type Row = readonly [method: string, path: string, status: number, body?: Json];

/** The provider, as far as its requests go: it finds everything by the metadata host. */
class AzureadPlugin {
  private constructor(
    private readonly agent: Agent,
    private readonly token: string,
    /** Address of Graph, which is also the resource that the token is for. */
    readonly graph: string,
    /** Object ID of the login, from the token. */
    readonly caller: string,
  ) {}

  static async start({ azure }: AzureLab): Promise<AzureadPlugin> {
    const { caFile, endpoints } = azure.tls();
    const agent = new Agent({ connect: { ca: readFileSync(caFile, "utf8") } });
    const metadata = await fetch(`${endpoints.arm}/metadata/endpoints?api-version=2022-09-01`, {
      dispatcher: agent,
    });
    const { authentication, microsoftGraphResourceId } = (await metadata.json()) as {
      readonly authentication: { readonly loginEndpoint: string };
      readonly microsoftGraphResourceId: string;
    };
    const graph = microsoftGraphResourceId.replace(/\/+$/, "");
    const { ARM_CLIENT_ID = "", ARM_CLIENT_SECRET = "" } = azure.environment();
    const answer = await fetch(`${authentication.loginEndpoint}/${TENANT_ID}/oauth2/v2.0/token`, {
      dispatcher: agent,
      method: "POST",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        client_id: ARM_CLIENT_ID,
        client_secret: ARM_CLIENT_SECRET,
        grant_type: "client_credentials",
        scope: `${graph}/.default`,
      }).toString(),
    });
    const { access_token: token } = (await answer.json()) as { readonly access_token: string };
    return new AzureadPlugin(agent, token, graph, String(decodeJwt(token).oid));
  }

  /** Sends the requests one after the other and holds the statuses. Returns the bodies. */
  async replay(...rows: readonly Row[]): Promise<readonly Json[]> {
    const bodies: Json[] = [];
    const statuses: string[] = [];
    for (const [method, address, , body] of rows) {
      const below = address.startsWith("/beta/") ? address : `/v1.0${address}`;
      const response = await fetch(`${this.graph}${below}`, {
        dispatcher: this.agent,
        method,
        headers: { ...HEADERS, authorization: `Bearer ${this.token}` },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      bodies.push(text === "" ? {} : (JSON.parse(text) as Json));
      statuses.push(`${method} ${address} ${response.status}`);
    }
    assert.deepEqual(
      statuses,
      rows.map(([method, address, status]) => `${method} ${address} ${status}`),
    );
    return bodies;
  }

  /** The address by which an object is named. */
  reference(id: string): string {
    return `${this.graph}/v1.0/directoryObjects/${id}`;
  }

  async stop(): Promise<void> {
    await this.agent.close();
  }
}

const appRole = (value: "A" | "B", members: readonly string[], isEnabled = true): Json => ({
  allowedMemberTypes: members,
  description: "d",
  displayName: `Role ${value}`,
  id: value === "A" ? ROLE_A : ROLE_B,
  isEnabled,
  value,
});

/** What both POST and PATCH of an application hold. */
const APPLICATION = {
  "@odata.type": "#microsoft.graph.application",
  description: null,
  displayName: "recorded",
  groupMembershipClaims: null,
  info: { marketingUrl: null, privacyStatementUrl: null, supportUrl: null, termsOfServiceUrl: null },
  isDeviceOnlyAuthSupported: false,
  isFallbackPublicClient: false,
  publicClient: { redirectUris: [] },
  serviceManagementReference: null,
  signInAudience: "AzureADMyOrg",
  spa: { redirectUris: [] },
  tags: [],
  web: {
    homePageUrl: null,
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    logoutUrl: null,
    redirectUris: [],
  },
};

/** What both POST and PATCH of a service principal hold. */
const SERVICE_PRINCIPAL = {
  "@odata.type": "#microsoft.graph.servicePrincipal",
  accountEnabled: true,
  alternativeNames: [],
  appRoleAssignmentRequired: true,
  loginUrl: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  tags: [],
};

describeWithAzureLab(
  "Graph, for the requests of the azuread plugin 6.9.1",
  { caFile: CA_FILE, deployer: BROAD_DEPLOYER },
  (lab) => {
    let plugin: AzureadPlugin;
    let [applicationId, clientId, principalId, assignmentId] = ["", "", "", ""];
    let otherId: string;

    before(async () => {
      plugin = await AzureadPlugin.start(lab());
      otherId = lab().azure.addDeployer([]).objectId;
    });
    after(async () => {
      await plugin.stop();
      await rm(CA_FILE, { force: true });
    });

    /** The three requests by which the provider reads each of the two. */
    const readApplication = (): readonly Row[] => [
      ["GET", `/applications/${applicationId}`, 200],
      ["GET", `/beta/applications/${applicationId}?%24select=oauth2RequirePostResponse`, 200],
      ["GET", `/applications/${applicationId}/owners`, 200],
    ];
    const readServicePrincipal = (): readonly Row[] => [
      ["GET", `/servicePrincipals/${principalId}`, 200],
      ["GET", `/beta/servicePrincipals/${principalId}?%24select=samlMetadataUrl`, 200],
      ["GET", `/servicePrincipals/${principalId}/owners`, 200],
    ];
    const ownerIds = (answer: Json | undefined) =>
      (answer?.value as readonly Json[]).map(({ id }) => id).sort();

    it("create an application whose owner is the login, which it takes away again", async () => {
      const [created] = await plugin.replay([
        "POST",
        "/applications",
        201,
        {
          ...APPLICATION,
          api: {
            acceptMappedClaims: false,
            knownClientApplications: [],
            oauth2PermissionScopes: [],
            requestedAccessTokenVersion: 1,
          },
          appRoles: [appRole("A", ["Application"]), appRole("B", ["Application"])],
          identifierUris: [],
          notes: null,
          optionalClaims: {},
          "owners@odata.bind": [plugin.reference(plugin.caller)],
          requiredResourceAccess: [],
        },
      ]);
      applicationId = String(created?.id);
      clientId = String(created?.appId);
      const rename = (displayName: string): Row => [
        "PATCH",
        `/applications/${applicationId}`,
        204,
        { "@odata.type": "#microsoft.graph.application", displayName },
      ];
      const [, , , read, beta, owners] = await plugin.replay(
        rename(`TERRAFORM_UPDATE_${randomUUID()}`),
        rename("recorded"),
        ["DELETE", `/applications/${applicationId}/owners/${plugin.caller}/$ref`, 204],
        ...readApplication(),
      );
      assert.deepEqual(
        [read?.id, read?.appId, read?.displayName, read?.signInAudience, read?.identifierUris, read?.tags],
        [applicationId, clientId, "recorded", "AzureADMyOrg", [], []],
      );
      const { requestedAccessTokenVersion, oauth2PermissionScopes } = read?.api as Json;
      assert.deepEqual([requestedAccessTokenVersion, oauth2PermissionScopes], [1, []]);
      // Another order than was sent: the provider keeps a set.
      assert.deepEqual(
        (read?.appRoles as readonly Json[]).map(({ id, value, isEnabled }) => [id, value, isEnabled]),
        [
          [ROLE_B, "B", true],
          [ROLE_A, "A", true],
        ],
      );
      assert.deepEqual(
        [beta?.oauth2RequirePostResponse, beta?.["@odata.context"]],
        [null, "https://graph.microsoft.com/beta/$metadata#applications/$entity"],
      );
      assert.deepEqual(ownerIds(owners), []);
    });

    it("find an application by its client ID, with the blanks of a form", async () => {
      const [found] = await plugin.replay(["GET", `/applications?%24filter=appId+eq+%27${clientId}%27`, 200]);
      assert.deepEqual(
        (found?.value as readonly Json[]).map(({ id }) => id),
        [applicationId],
      );
    });

    it("add an identifier URI, by reading the application and patching the whole list", async () => {
      const uri = `api://${clientId}`;
      const [, , read] = await plugin.replay(
        ["GET", `/applications/${applicationId}`, 200],
        [
          "PATCH",
          `/applications/${applicationId}`,
          204,
          { "@odata.type": "#microsoft.graph.application", identifierUris: [uri] },
        ],
        ["GET", `/applications/${applicationId}`, 200],
      );
      assert.deepEqual(read?.identifierUris, [uri]);
    });

    it("create a service principal, patch its description, and take the login away as its owner", async () => {
      const [none, created] = await plugin.replay(
        ["GET", `/servicePrincipals?%24filter=appId+eq+%27${clientId}%27`, 200],
        [
          "POST",
          "/servicePrincipals",
          201,
          {
            ...SERVICE_PRINCIPAL,
            appId: clientId,
            description: `TERRAFORM_UPDATE_${randomUUID()}`,
            notes: null,
            "owners@odata.bind": [plugin.reference(plugin.caller)],
            samlSingleSignOnSettings: {},
          },
        ],
      );
      assert.deepEqual(none?.value, []);
      principalId = String(created?.id);
      const [, , read, beta, owners] = await plugin.replay(
        [
          "PATCH",
          `/servicePrincipals/${principalId}`,
          204,
          { "@odata.type": "#microsoft.graph.servicePrincipal", description: null },
        ],
        ["DELETE", `/servicePrincipals/${principalId}/owners/${plugin.caller}/$ref`, 204],
        ...readServicePrincipal(),
      );
      const { accountEnabled, appId, appRoleAssignmentRequired, description, displayName, notes } =
        read ?? {};
      assert.deepEqual(
        { accountEnabled, appId, appRoleAssignmentRequired, description, displayName, notes },
        {
          accountEnabled: true,
          appId: clientId,
          appRoleAssignmentRequired: true,
          description: null,
          displayName: "recorded",
          notes: null,
        },
      );
      assert.deepEqual(
        [read?.appOwnerOrganizationId, read?.servicePrincipalType, read?.signInAudience, read?.replyUrls],
        [TENANT_ID, "Application", "AzureADMyOrg", []],
      );
      assert.deepEqual(
        [...(read?.servicePrincipalNames as string[])].sort(),
        [clientId, `api://${clientId}`].sort(),
      );
      assert.deepEqual(
        [beta?.samlMetadataUrl, beta?.["@odata.context"]],
        [null, "https://graph.microsoft.com/beta/$metadata#servicePrincipals/$entity"],
      );
      assert.deepEqual(ownerIds(owners), []);
    });

    it("assign an app role once, and read the assignment below the service principal", async () => {
      const assign = (status: number): Row => [
        "POST",
        `/servicePrincipals/${principalId}/appRoleAssignedTo`,
        status,
        {
          "@odata.type": "#microsoft.graph.appRoleAssignment",
          appRoleId: ROLE_A,
          principalId: otherId,
          resourceId: principalId,
        },
      ];
      const [, created] = await plugin.replay(["GET", `/servicePrincipals/${principalId}`, 200], assign(201));
      assignmentId = String(created?.id);
      const [read] = await plugin.replay([
        "GET",
        `/servicePrincipals/${principalId}/appRoleAssignedTo/${assignmentId}`,
        200,
      ]);
      const { appRoleId, principalType, resourceDisplayName } = read ?? {};
      assert.deepEqual(
        [read?.id, appRoleId, read?.principalId, principalType, read?.resourceId, resourceDisplayName],
        [assignmentId, ROLE_A, otherId, "ServicePrincipal", principalId, "recorded"],
      );
      const [refused] = await plugin.replay(assign(400));
      const { message } = refused?.error as Json;
      assert.equal(message, "Permission being assigned already exists on the object");
    });

    it("change app roles, by disabling all of them first with the ID in the body", async () => {
      const update = {
        ...APPLICATION,
        api: { acceptMappedClaims: false, knownClientApplications: [], requestedAccessTokenVersion: 2 },
        appRoles: [appRole("A", ["Application", "User"])],
        notes: "changed",
      };
      const address = `/applications/${applicationId}`;
      // The other direction: why it disables them. Role B is enabled and would be gone.
      const [refused] = await plugin.replay(["PATCH", address, 400, update]);
      assert.equal((refused?.error as Json).code, "CannotDeleteOrUpdateEnabledEntitlement");
      const [, , disabled, , read] = await plugin.replay(
        ["GET", address, 200],
        [
          "PATCH",
          address,
          204,
          {
            "@odata.type": "#microsoft.graph.application",
            appRoles: [appRole("B", ["Application"], false), appRole("A", ["Application"], false)],
            id: applicationId,
          },
        ],
        ["GET", address, 200],
        ["PATCH", address, 204, update],
        ...readApplication(),
      );
      assert.deepEqual(
        (disabled?.appRoles as readonly Json[]).map(({ isEnabled }) => isEnabled),
        [false, false],
      );
      assert.deepEqual(
        (read?.appRoles as readonly Json[]).map(({ id, allowedMemberTypes, isEnabled }) => [
          id,
          allowedMemberTypes,
          isEnabled,
        ]),
        [[ROLE_A, ["Application", "User"], true]],
      );
      assert.deepEqual([read?.notes, (read?.api as Json).requestedAccessTokenVersion], ["changed", 2]);
      assert.deepEqual(read?.identifierUris, [`api://${clientId}`]);
    });

    it("add and remove owners of both, by references to directory objects", async () => {
      for (const [collection, id] of [
        ["applications", applicationId],
        ["servicePrincipals", principalId],
      ] as const) {
        const owners = `/${collection}/${id}/owners`;
        const add = (objectId: string): Row => [
          "POST",
          `${owners}/$ref`,
          204,
          { "@odata.id": plugin.reference(objectId) },
        ];
        const [before, , , both, , left] = await plugin.replay(
          ["GET", owners, 200],
          add(plugin.caller),
          add(otherId),
          ["GET", owners, 200],
          ["DELETE", `${owners}/${otherId}/$ref`, 204],
          ["GET", owners, 200],
        );
        assert.deepEqual(
          [ownerIds(before), ownerIds(both), ownerIds(left)],
          [[], [plugin.caller, otherId].sort(), [plugin.caller]],
        );
      }
    });

    it("update a service principal with an empty relay state", async () => {
      const [, read] = await plugin.replay(
        [
          "PATCH",
          `/servicePrincipals/${principalId}`,
          204,
          {
            ...SERVICE_PRINCIPAL,
            description: null,
            notes: "changed",
            samlSingleSignOnSettings: { relayState: "" },
          },
        ],
        ...readServicePrincipal(),
      );
      assert.deepEqual([read?.notes, read?.samlSingleSignOnSettings], ["changed", { relayState: "" }]);
    });

    it("delete the assignment, and fail when it is gone", async () => {
      const address = `/servicePrincipals/${principalId}/appRoleAssignedTo/${assignmentId}`;
      await plugin.replay(["DELETE", address, 204], ["GET", address, 404], ["DELETE", address, 404]);
    });

    it("remove the identifier URI", async () => {
      const [, , read] = await plugin.replay(
        ["GET", `/applications/${applicationId}`, 200],
        [
          "PATCH",
          `/applications/${applicationId}`,
          204,
          { "@odata.type": "#microsoft.graph.application", identifierUris: [] },
        ],
        ["GET", `/applications/${applicationId}`, 200],
      );
      assert.deepEqual(read?.identifierUris, []);
    });

    it("delete the service principal, then the application, and read each until it is gone five times", async () => {
      for (const address of [`/servicePrincipals/${principalId}`, `/applications/${applicationId}`]) {
        const gone: Row = ["GET", address, 404];
        const answers = await plugin.replay(["DELETE", address, 204], gone, gone, gone, gone, gone);
        const { code } = answers.at(-1)?.error as Json;
        assert.equal(code, "Request_ResourceNotFound");
        // The provider takes this as an error.
        await plugin.replay(["DELETE", address, 404]);
      }
    });
  },
);
