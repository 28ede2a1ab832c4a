import assert from "node:assert/strict";
import {
  type AzureAnswer,
  describeWithAzureLab,
  FOREIGN_TENANT_ID,
  TENANT_ID,
} from "../../../testing/azure-lab";

const AUDIENCE = `api://${TENANT_ID}/aws`;
const ROLE_ID = "77777777-2222-4333-8444-555555555555";
const NOBODY = "00000000-1111-4333-8444-555555555555";
const role = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
  id: ROLE_ID,
  allowedMemberTypes: ["Application"],
  description: "d",
  displayName: "Assume role",
  isEnabled: true,
  value: "AssumeRole",
  ...members,
});

const NO_INFO = {
  logoUrl: null,
  marketingUrl: null,
  privacyStatementUrl: null,
  supportUrl: null,
  termsOfServiceUrl: null,
};
const NO_PUBLISHER = { displayName: null, verifiedPublisherId: null, addedDateTime: null };

/** A new application as recorded, without `id`, `appId`, and `createdDateTime`. */
const NEW_APPLICATION = {
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
  deletedDateTime: null,
  applicationTemplateId: null,
  disabledByMicrosoftStatus: null,
  displayName: "aws",
  description: null,
  groupMembershipClaims: null,
  identifierUris: [AUDIENCE],
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  nativeAuthenticationApisEnabled: null,
  notes: null,
  publisherDomain: "contoso.onmicrosoft.com",
  serviceManagementReference: null,
  signInAudience: "AzureADMyOrg",
  tags: [],
  tokenEncryptionKeyId: null,
  uniqueName: null,
  samlMetadataUrl: null,
  defaultRedirectUri: null,
  certification: null,
  optionalClaims: null,
  servicePrincipalLockConfiguration: null,
  requestSignatureVerification: null,
  addIns: [],
  api: {
    acceptMappedClaims: null,
    knownClientApplications: [],
    requestedAccessTokenVersion: null,
    oauth2PermissionScopes: [],
    preAuthorizedApplications: [],
  },
  appRoles: [],
  info: NO_INFO,
  keyCredentials: [],
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: "Allow" },
  passwordCredentials: [],
  publicClient: { redirectUris: [] },
  requiredResourceAccess: [],
  verifiedPublisher: NO_PUBLISHER,
  web: {
    homePageUrl: null,
    logoutUrl: null,
    redirectUris: [],
    implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    redirectUriSettings: [],
  },
  spa: { redirectUris: [] },
};

/** A new service principal as recorded, without its IDs, names, and times. */
const NEW_SERVICE_PRINCIPAL = {
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#servicePrincipals/$entity",
  deletedDateTime: null,
  accountEnabled: true,
  alternativeNames: [],
  appDisplayName: "aws",
  appDescription: null,
  applicationTemplateId: null,
  appOwnerOrganizationId: TENANT_ID,
  appRoleAssignmentRequired: false,
  description: null,
  disabledByMicrosoftStatus: null,
  displayName: "aws",
  homepage: null,
  loginUrl: null,
  logoutUrl: null,
  notes: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  preferredTokenSigningKeyThumbprint: null,
  replyUrls: [],
  servicePrincipalType: "Application",
  signInAudience: "AzureADMyOrg",
  tags: [],
  tokenEncryptionKeyId: null,
  samlSingleSignOnSettings: null,
  addIns: [],
  appRoles: [],
  info: NO_INFO,
  keyCredentials: [],
  oauth2PermissionScopes: [],
  passwordCredentials: [],
  resourceSpecificApplicationPermissions: [],
  verifiedPublisher: NO_PUBLISHER,
};

describeWithAzureLab("Microsoft Graph", {}, (lab) => {
  afterEach(() => {
    const { directory } = lab().azure.tenant();
    for (const application of directory
      .applications()
      .filter(({ displayName }) => displayName !== "Deployer")) {
      directory.deleteApplication(application);
    }
  });

  const errorOf = ({ status, body }: AzureAnswer): readonly unknown[] => {
    const { code, message } = body.error as Record<string, unknown>;
    return [status, code, message];
  };
  const createApplication = async (members: Record<string, unknown> = {}): Promise<AzureAnswer> =>
    lab().graph("POST", "/applications", { displayName: "aws", ...members });
  const createBoth = async (
    members: Record<string, unknown> = {},
  ): Promise<{ id: string; appId: string; principalId: string }> => {
    const { body } = await createApplication({ appRoles: [role()], ...members });
    const principal = await lab().graph("POST", "/servicePrincipals", { appId: body.appId });
    return { id: String(body.id), appId: String(body.appId), principalId: String(principal.body.id) };
  };
  /** A token with other permissions than the deployer's. */
  const tokenWith = async (...roles: string[]): Promise<string> => {
    const tenant = lab().azure.tenant();
    const claims = { roles, sub: NOBODY, oid: NOBODY, tid: TENANT_ID, aud: "https://graph.microsoft.com" };
    const times = { iat: 1, nbf: 1, exp: Math.floor(Date.now() / 1000) + 60 };
    return tenant.sign({ iss: `https://sts.windows.net/${TENANT_ID}/`, ...claims, ...times }, 1);
  };

  describe("applications", () => {
    it("show complex properties with all members, and optional claims behind the keys", async () => {
      const { body } = await createApplication({
        info: { supportUrl: "https://contoso.example/help" },
        keyCredentials: [{ type: "AsymmetricX509Cert", usage: "Verify", key: "MIID" }],
        optionalClaims: { idToken: [{ name: "auth_time", essential: false }] },
        web: {
          redirectUris: ["https://a.example", "https://b.example"],
          implicitGrantSettings: { enableIdTokenIssuance: true },
        },
      });
      const uri = (name: string) => ({ uri: `https://${name}.example`, index: null });
      assert.deepEqual(body.info, { ...NO_INFO, supportUrl: "https://contoso.example/help" });
      assert.deepEqual(body.keyCredentials, [{ type: "AsymmetricX509Cert", usage: "Verify", key: null }]);
      assert.deepEqual(body.optionalClaims, {
        accessToken: [],
        idToken: [{ additionalProperties: [], essential: false, name: "auth_time", source: null }],
        saml2Token: [],
      });
      const names = Object.keys(body);
      assert.equal(names[names.indexOf("keyCredentials") + 1], "optionalClaims");
      const web = {
        homePageUrl: null,
        logoutUrl: null,
        redirectUris: ["https://a.example", "https://b.example"],
        implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: true },
        redirectUriSettings: [uri("a"), uri("b")],
      };
      assert.equal(JSON.stringify(body.web), JSON.stringify(web));
      const read = (await lab().graph("GET", `/applications/${String(body.id)}`)).body;
      assert.deepEqual((read.web as typeof web).redirectUriSettings, [uri("b"), uri("a")]);
    });

    it("are created with Graph's defaults, read, found, changed and deleted", async () => {
      const { status, body } = await createApplication({ identifierUris: [AUDIENCE] });
      assert.equal(status, 201);
      const { id, appId, createdDateTime, ...rest } = body;
      assert.match(String(createdDateTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
      // As text: the members are in the recorded order.
      assert.equal(JSON.stringify(rest), JSON.stringify(NEW_APPLICATION));
      const path = `/applications/${String(id)}`;
      const read = (await lab().graph("GET", path)).body;
      assert.equal(read.appId, appId);
      assert.equal(read.createdDateTime, String(createdDateTime).replace(/\.\d+Z$/, "Z"));
      const found = await lab().graph(
        "GET",
        `/applications?$filter=${encodeURIComponent(`appId eq '${String(appId)}'`)}`,
      );
      assert.deepEqual(
        (found.body.value as Record<string, unknown>[]).map((entry) => entry.id),
        [id],
      );
      const change = { displayName: "other", tags: ["x"], api: { requestedAccessTokenVersion: 2 } };
      assert.equal((await lab().graph("PATCH", path, change)).status, 204);
      const changed = (await lab().graph("GET", path)).body;
      assert.deepEqual(
        [changed.displayName, changed.tags, changed.api, changed.identifierUris],
        ["other", ["x"], { ...NEW_APPLICATION.api, requestedAccessTokenVersion: 2 }, [AUDIENCE]],
      );
      assert.equal((await lab().graph("DELETE", path)).status, 204);
      assert.deepEqual(errorOf(await lab().graph("GET", path)), [
        404,
        "Request_ResourceNotFound",
        `Resource '${String(id)}' does not exist or one of its queried reference-property objects are not present.`,
      ]);
    });

    it("are taken with OData annotations and with their own ID, and show beta properties where asked", async () => {
      const { status, body } = await createApplication({
        "@odata.type": "#microsoft.graph.application",
        appRoles: [{ "@odata.type": "#microsoft.graph.appRole", ...role() }],
      });
      assert.equal(status, 201);
      const path = `/applications/${String(body.id)}`;
      assert.equal((await lab().graph("PATCH", path, { id: body.id, notes: "x" })).status, 204);
      assert.deepEqual(errorOf(await lab().graph("PATCH", path, { id: NOBODY })), [
        400,
        "Request_BadRequest",
        "Invalid property 'id'.",
      ]);
      const beta = await lab().graph("GET", `/../beta${path}?$select=oauth2RequirePostResponse`);
      assert.deepEqual(beta.body, {
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#applications/$entity",
        oauth2RequirePostResponse: null,
      });
    });

    it("are read with their roles in another order than they were sent", async () => {
      const [one, two] = [role(), role({ id: NOBODY, value: "Other", displayName: "Other" })];
      const { body } = await createApplication({ appRoles: [one, two] });
      const ids = (shown: Record<string, unknown>): unknown =>
        (shown.appRoles as { id: string }[]).map(({ id }) => id);
      assert.deepEqual(ids(body), [ROLE_ID, NOBODY]);
      const path = `/applications/${String(body.id)}`;
      assert.deepEqual(ids((await lab().graph("GET", path)).body), [NOBODY, ROLE_ID]);
    });

    it("are found by their client ID and by a path with two slashes", async () => {
      const { body } = await createApplication();
      const path = `/applications(appId='${String(body.appId)}')`;
      assert.equal((await lab().graph("GET", path)).body.id, body.id);
      assert.equal((await lab().graph("GET", `//applications/${String(body.id)}`)).body.id, body.id);
      assert.equal((await lab().graph("DELETE", path)).status, 204);
      assert.deepEqual(errorOf(await lab().graph("GET", path)).slice(0, 2), [
        404,
        "Request_ResourceNotFound",
      ]);
      const principal = await lab().graph("POST", "/servicePrincipals", {
        appId: (await createApplication()).body.appId,
      });
      const byAppId = await lab().graph("GET", `/servicePrincipals(appId='${String(principal.body.appId)}')`);
      assert.equal(byAppId.body.id, principal.body.id);
    });

    it("do not share an identifier URI", async () => {
      await createApplication({ identifierUris: [AUDIENCE] });
      const answer = await createApplication({ identifierUris: [AUDIENCE] });
      const message = "Another object with the same value for property identifierUris already exists.";
      assert.deepEqual(errorOf(answer), [400, "Request_BadRequest", message]);
      assert.deepEqual((answer.body.error as Record<string, unknown>).details, [
        { code: "ObjectConflict", target: "identifierUris", message },
      ]);
    });

    it("keep an identifier URI that the policy would no longer let in, and add none", async () => {
      const { body } = await createApplication({
        api: { requestedAccessTokenVersion: 2 },
        identifierUris: ["urn://aws"],
      });
      const path = `/applications/${String(body.id)}`;
      const back = { api: { requestedAccessTokenVersion: 1 } };
      assert.equal(
        (await lab().graph("PATCH", path, { ...back, identifierUris: ["urn://aws"] })).status,
        204,
      );
      const [status, code] = errorOf(
        await lab().graph("PATCH", path, { identifierUris: ["urn://aws", "urn://more"] }),
      );
      assert.deepEqual([status, code], [400, "Request_BadRequest"]);
      assert.equal(
        (await lab().graph("PATCH", path, { identifierUris: [`api://${String(body.appId)}`] })).status,
        204,
      );
    });

    const refused: readonly [string, Record<string, unknown>, string, string?][] = [
      [
        "no name",
        { displayName: undefined },
        "A value is required for property 'displayName' of resource 'Application'.",
      ],
      ["an unknown property", { displayNames: [] }, "Invalid property 'displayNames'."],
      ["an unknown audience", { signInAudience: "Everyone" }, "Property signInAudience is invalid."],
      [
        "an unknown token version",
        { api: { requestedAccessTokenVersion: 3 } },
        "Property api.requestedAccessTokenVersion is invalid.",
      ],
      [
        "personal accounts and the first token version",
        { signInAudience: "PersonalMicrosoftAccount" },
        "Property api.requestedAccessTokenVersion is invalid.",
      ],
      ["a role without a GUID", { appRoles: [role({ id: "1" })] }, "Property id is invalid."],
      [
        "a role for nobody",
        { appRoles: [role({ allowedMemberTypes: [] })] },
        "Property allowedMemberTypes is invalid.",
      ],
      [
        "a role with a blank in its value",
        { appRoles: [role({ value: "Assume role" })] },
        "Property value is invalid.",
      ],
      [
        "two roles of one ID",
        { appRoles: [role(), role({ value: "Other" })] },
        "It contains duplicate value. Please Provide unique value.",
        "DuplicateValue",
      ],
      [
        "two roles of one value",
        { appRoles: [role(), role({ id: NOBODY })] },
        "It contains duplicate value. Please Provide unique value.",
        "DuplicateValue",
      ],
    ];
    for (const [title, members, message, code = "Request_BadRequest"] of refused) {
      it(`are refused with ${title}`, async () => {
        assert.deepEqual(errorOf(await createApplication(members)), [400, code, message]);
      });
    }

    it("lose a role only after it was disabled, and its assignments with it", async () => {
      const { id, principalId } = await createBoth();
      const path = `/applications/${id}`;
      const identity = lab().azure.tenant().directory.createManagedIdentity("workload", "/subscriptions/s");
      const grant = { principalId: identity.id, resourceId: principalId, appRoleId: ROLE_ID };
      assert.equal(
        (await lab().graph("POST", `/servicePrincipals/${principalId}/appRoleAssignedTo`, grant)).status,
        201,
      );
      const refusal = [
        400,
        "CannotDeleteOrUpdateEnabledEntitlement",
        "Permission (scope or role) cannot be deleted or updated unless disabled first.",
      ];
      assert.deepEqual(errorOf(await lab().graph("PATCH", path, { appRoles: [] })), refusal);
      assert.deepEqual(
        errorOf(await lab().graph("PATCH", path, { appRoles: [role({ value: "Other" })] })),
        refusal,
      );
      assert.equal(
        (await lab().graph("PATCH", path, { appRoles: [role({ isEnabled: false })] })).status,
        204,
      );
      assert.equal((await lab().graph("PATCH", path, { appRoles: [] })).status, 204);
      const left = await lab().graph("GET", `/servicePrincipals/${principalId}/appRoleAssignedTo`);
      assert.deepEqual(left.body.value, []);
    });

    it("take their service principal and its assignments with them", async () => {
      const { id, principalId } = await createBoth();
      await lab().graph("DELETE", `/applications/${id}`);
      assert.equal((await lab().graph("GET", `/servicePrincipals/${principalId}`)).status, 404);
    });
  });

  describe("service principals", () => {
    it("are created for an application, once, and show its names and roles", async () => {
      const { appId, principalId } = await createBoth({ identifierUris: [AUDIENCE] });
      const { body } = await lab().graph("GET", `/servicePrincipals/${principalId}`);
      assert.deepEqual(
        [
          body.appId,
          body.displayName,
          body.servicePrincipalType,
          body.servicePrincipalNames,
          body.appRoleAssignmentRequired,
          body.accountEnabled,
        ],
        [appId, "aws", "Application", [AUDIENCE, appId], false, true],
      );
      assert.deepEqual(body.appRoles, [{ ...role(), origin: "Application" }]);
      assert.deepEqual(errorOf(await lab().graph("POST", "/servicePrincipals", { appId })), [
        409,
        "Request_MultipleObjectsWithSameKeyValue",
        `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      ]);
    });

    it("have the recorded members in the recorded order, and their names in another order in reads", async () => {
      const { body: application } = await createApplication({ identifierUris: [AUDIENCE] });
      const created = await lab().graph("POST", "/servicePrincipals", { appId: application.appId });
      const { id, appId, createdDateTime, servicePrincipalNames, ...rest } = created.body;
      assert.equal(JSON.stringify(rest), JSON.stringify(NEW_SERVICE_PRINCIPAL));
      assert.match(String(createdDateTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      assert.deepEqual(servicePrincipalNames, [appId, AUDIENCE]);
      const { body } = await lab().graph("GET", `/servicePrincipals/${String(id)}`);
      assert.deepEqual(body, { ...created.body, servicePrincipalNames: [AUDIENCE, appId] });
    });

    it("need an application", async () => {
      const broad = await tokenWith("Application.ReadWrite.All");
      assert.deepEqual(errorOf(await lab().graph("POST", "/servicePrincipals", { appId: NOBODY }, broad)), [
        400,
        "NoBackingApplicationObject",
        `The appId '${NOBODY}' of the service principal does not reference a valid application object.`,
      ]);
      assert.deepEqual(errorOf(await lab().graph("POST", "/servicePrincipals", { appId: NOBODY })), [
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created must in the local tenant",
      ]);
    });

    it("have alternative names, a publisher's audience and lists that are empty", async () => {
      const { appId } = (await createApplication()).body;
      const { body } = await lab().graph("POST", "/servicePrincipals", { appId, alternativeNames: ["a"] });
      const path = `/servicePrincipals/${String(body.id)}`;
      assert.deepEqual(
        [body.alternativeNames, body.replyUrls, body.tags, body.signInAudience],
        [["a"], [], [], "AzureADMyOrg"],
      );
      assert.equal((await lab().graph("PATCH", path, { alternativeNames: ["b"] })).status, 204);
      assert.deepEqual((await lab().graph("GET", path)).body.alternativeNames, ["b"]);
      assert.deepEqual(errorOf(await lab().graph("PATCH", path, { alternativeNames: "b" })), [
        400,
        "Request_BadRequest",
        "Property alternativeNames is invalid.",
      ]);
    });

    it("are changed: an assignment becomes required", async () => {
      const { principalId } = await createBoth();
      const path = `/servicePrincipals/${principalId}`;
      assert.equal(
        (await lab().graph("PATCH", path, { appRoleAssignmentRequired: true, tags: ["x"] })).status,
        204,
      );
      const { body } = await lab().graph("GET", path);
      assert.deepEqual([body.appRoleAssignmentRequired, body.tags], [true, ["x"]]);
      assert.deepEqual(errorOf(await lab().graph("PATCH", path, { appRoleAssignmentRequired: "yes" })), [
        400,
        "Request_BadRequest",
        "Property appRoleAssignmentRequired is invalid.",
      ]);
    });
  });

  describe("role assignments", () => {
    let assignedTo: string;
    let grant: Record<string, string>;
    let appId: string;
    let principalId: string;

    beforeEach(async () => {
      ({ principalId, appId } = await createBoth());
      const identity = lab().azure.tenant().directory.createManagedIdentity("workload", "/subscriptions/s");
      assignedTo = `/servicePrincipals/${principalId}/appRoleAssignedTo`;
      grant = { principalId: identity.id, resourceId: principalId, appRoleId: ROLE_ID };
    });

    it("are seen from both ends, once each, and are deleted", async () => {
      const { status, body } = await lab().graph("POST", assignedTo, grant);
      assert.equal(status, 201);
      assert.deepEqual(
        [body.principalDisplayName, body.principalType, body.resourceDisplayName, body.appRoleId],
        ["workload", "ServicePrincipal", "aws", ROLE_ID],
      );
      assert.deepEqual(errorOf(await lab().graph("POST", assignedTo, grant)), [
        400,
        "Request_BadRequest",
        "Permission being assigned already exists on the object",
      ]);
      const fromIdentity = await lab().graph(
        "GET",
        `/servicePrincipals/${String(grant.principalId)}/appRoleAssignments`,
      );
      assert.deepEqual(
        (fromIdentity.body.value as Record<string, unknown>[]).map(({ id }) => id),
        [body.id],
      );
      const path = `${assignedTo}/${String(body.id)}`;
      assert.equal((await lab().graph("GET", path)).status, 200);
      assert.equal((await lab().graph("DELETE", path)).status, 204);
      assert.equal((await lab().graph("DELETE", path)).status, 404);
    });

    it("are refused for a role that the resource does not offer, and for default access where it offers roles", async () => {
      const refusal = [
        400,
        "Request_BadRequest",
        `Permission being assigned was not found on application '${appId}'.`,
      ];
      for (const appRoleId of [NOBODY, "00000000-0000-0000-0000-000000000000"]) {
        assert.deepEqual(errorOf(await lab().graph("POST", assignedTo, { ...grant, appRoleId })), refusal);
      }
    });

    it("are refused for a principal that is not there, and for another resource than the address says", async () => {
      const refusal = [400, "Request_BadRequest", "Not a valid reference update."];
      assert.deepEqual(
        errorOf(await lab().graph("POST", assignedTo, { ...grant, principalId: NOBODY })),
        refusal,
      );
      assert.deepEqual(
        errorOf(await lab().graph("POST", assignedTo, { ...grant, resourceId: NOBODY })),
        refusal,
      );
    });

    it("need two permissions to be made, and one to be removed, or Application.ReadWrite.All for both", async () => {
      const forbidden = [
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
      ];
      const refused = [
        ["AppRoleAssignment.ReadWrite.All"],
        ["Application.Read.All"],
        ["Application.ReadWrite.OwnedBy", "Application.Read.All"],
      ];
      for (const roles of refused) {
        assert.deepEqual(
          errorOf(await lab().graph("POST", assignedTo, grant, await tokenWith(...roles))),
          forbidden,
        );
      }
      const both = await tokenWith("AppRoleAssignment.ReadWrite.All", "Directory.Read.All");
      const { status, body } = await lab().graph("POST", assignedTo, grant, both);
      assert.equal(status, 201);
      const path = `${assignedTo}/${String(body.id)}`;
      assert.deepEqual(
        errorOf(await lab().graph("DELETE", path, undefined, await tokenWith("Application.Read.All"))),
        forbidden,
      );
      assert.equal(
        (await lab().graph("DELETE", path, undefined, await tokenWith("AppRoleAssignment.ReadWrite.All")))
          .status,
        204,
      );
      const wide = await tokenWith("Application.ReadWrite.All");
      const again = await lab().graph("POST", assignedTo, grant, wide);
      assert.equal(again.status, 201);
      const pathAgain = `${assignedTo}/${String(again.body.id)}`;
      assert.equal((await lab().graph("DELETE", pathAgain, undefined, wide)).status, 204);
    });
  });

  describe("callers", () => {
    const forbidden = [
      403,
      "Authorization_RequestDenied",
      "Insufficient privileges to complete the operation.",
    ];

    it("may write what they own with Application.ReadWrite.OwnedBy, and nothing else", async () => {
      const { id, appId, principalId } = await createBoth();
      const stranger = await tokenWith("Application.ReadWrite.OwnedBy");
      assert.deepEqual(
        errorOf(await lab().graph("PATCH", `/applications/${id}`, { notes: "x" }, stranger)),
        forbidden,
      );
      assert.deepEqual(
        errorOf(await lab().graph("DELETE", `/servicePrincipals/${principalId}`, undefined, stranger)),
        forbidden,
      );
      await lab().graph("DELETE", `/servicePrincipals/${principalId}`);
      assert.deepEqual(
        errorOf(await lab().graph("POST", "/servicePrincipals", { appId }, stranger)),
        forbidden,
      );
      const owners = await lab().graph("GET", `/applications/${id}/owners`);
      const { ARM_CLIENT_ID: deployer = "" } = lab().azure.environment();
      const { directory } = lab().azure.tenant();
      assert.deepEqual(owners.body.value, [
        {
          "@odata.type": "#microsoft.graph.servicePrincipal",
          id: directory.servicePrincipal(deployer)?.id,
          appId: deployer,
          displayName: "Deployer",
        },
      ]);
      const everything = await tokenWith("Application.ReadWrite.All");
      assert.equal(
        (await lab().graph("PATCH", `/applications/${id}`, { notes: "x" }, everything)).status,
        204,
      );
    });

    it("may read with any of the reading permissions, and not without", async () => {
      assert.equal(
        (await lab().graph("GET", "/applications", undefined, await tokenWith("Directory.Read.All"))).status,
        200,
      );
      for (const roles of [[], ["AppRoleAssignment.ReadWrite.All"]]) {
        assert.deepEqual(
          errorOf(await lab().graph("GET", "/applications", undefined, await tokenWith(...roles))),
          forbidden,
        );
      }
    });

    it("need a token for Microsoft Graph that is signed and in its time", async () => {
      const unauthorized = (message: string): readonly unknown[] => [
        401,
        "InvalidAuthenticationToken",
        message,
      ];
      const ask = async (token: string): Promise<readonly unknown[]> =>
        errorOf(await lab().graph("GET", "/applications", undefined, token));
      assert.deepEqual(await ask(""), unauthorized("Access token is empty."));
      assert.deepEqual(await ask("x.y.z"), unauthorized("Access token validation failure."));
      assert.deepEqual(
        await ask(await lab().token("management.azure.com")),
        unauthorized("Access token validation failure. Invalid audience."),
      );
      const good = await lab().token("graph.microsoft.com");
      assert.deepEqual(
        await ask(await lab().azure.forger().resign(good, { exp: 1 })),
        unauthorized("Lifetime validation failed, the token is expired."),
      );
      assert.deepEqual(
        await ask(await lab().azure.forger().signWithUnknownKey(good)),
        unauthorized("Access token validation failure."),
      );
    });

    it("see the directory of their own tenant", async () => {
      const foreign = lab().azure.tenant(FOREIGN_TENANT_ID);
      const claims = {
        roles: ["Application.Read.All"],
        sub: NOBODY,
        tid: FOREIGN_TENANT_ID,
        aud: "https://graph.microsoft.com",
      };
      const times = { iat: 1, nbf: 1, exp: Math.floor(Date.now() / 1000) + 60 };
      const token = await foreign.sign(
        { iss: `https://sts.windows.net/${FOREIGN_TENANT_ID}/`, ...claims, ...times },
        1,
      );
      const { body } = await lab().graph("GET", "/applications", undefined, token);
      assert.deepEqual(body.value, []);
    });

    it("are told when their body is no JSON or their address leads nowhere", async () => {
      const [status, code] = errorOf(await lab().graph("POST", "/applications"));
      assert.deepEqual([status, code], [400, "BadRequest"]);
      assert.deepEqual(errorOf(await lab().graph("GET", "/users")), [
        400,
        "Request_BadRequest",
        "Resource not found for the segment 'users'.",
      ]);
    });
  });
});
