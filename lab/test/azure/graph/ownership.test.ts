import assert from "node:assert/strict";
import type { Login } from "../../../azure/azure-double";
import { type AzureAnswer, AzureLab, describeWithAzureLab } from "../../../testing/azure-lab";

const ROLE_ID = "77777777-2222-4333-8444-555555555555";
const OWNED_BY = ["Application.ReadWrite.OwnedBy", "Application.Read.All"];
const UPDATE_ASSIGNED = "microsoft.directory/servicePrincipals/appRoleAssignedTo/update";
const appRole = {
  id: ROLE_ID,
  allowedMemberTypes: ["Application"],
  description: "d",
  displayName: "Assume role",
  value: "AssumeRole",
};

describeWithAzureLab("ownership in Microsoft Graph", { usersMayRegisterApplications: false }, (lab) => {
  /** Calls of one login. */
  async function as({
    environment,
  }: Login): Promise<(method: string, path: string, body?: unknown) => Promise<AzureAnswer>> {
    const { LAB_AZ_REFRESH_TOKEN: refreshToken } = environment;
    const form =
      refreshToken === undefined
        ? { client_id: environment.ARM_CLIENT_ID ?? "", client_secret: environment.ARM_CLIENT_SECRET ?? "" }
        : {
            grant_type: "refresh_token",
            refresh_token: refreshToken,
            client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
          };
    const { body } = await lab().login({ ...form, scope: "https://graph.microsoft.com/.default" });
    return (method, path, sent) => lab().graph(method, path, sent, String(body.access_token));
  }

  const application = (...permissions: string[]): Login => lab().azure.addDeployer(permissions);
  const person = (...roles: string[]): Login =>
    lab().azure.addPerson({ displayName: "Ada", directoryRoles: roles.map((role) => ({ role })) });
  const reference = (id: string): Record<string, string> => ({
    "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id}`,
  });
  const named = (...logins: Login[]): Record<string, unknown> => ({
    displayName: "aws",
    appRoles: [appRole],
    "owners@odata.bind": logins.map(({ objectId }) => reference(objectId)["@odata.id"]),
  });
  const forbidden = [
    403,
    "Authorization_RequestDenied",
    "Insufficient privileges to complete the operation.",
  ];
  const errorOf = ({ status, body }: AzureAnswer): readonly unknown[] => {
    const { code, message } = (body.error ?? {}) as Record<string, unknown>;
    return code === undefined ? [status] : [status, code, message];
  };
  const ownersOf = async (path: string): Promise<unknown[]> =>
    ((await lab().graph("GET", `${path}/owners`)).body.value as { id: string }[]).map(({ id }) => id);

  it("goes with what /me shows: a person's own object and directory roles, and nothing to an application", async () => {
    const login = person("Cloud Application Administrator", "Directory Writers");
    const graph = await as(login);
    const { body } = await graph("GET", "/me");
    assert.deepEqual([body.id, body.displayName], [login.objectId, "Ada"]);
    const roles = await graph("GET", "/me/transitiveMemberOf/microsoft.graph.directoryRole");
    assert.deepEqual(roles.body.value, [
      {
        displayName: "Cloud Application Administrator",
        roleTemplateId: "158c047a-c907-4556-b7ef-446551a6b5f7",
      },
      { displayName: "Directory Writers", roleTemplateId: "9360feb5-f418-4baa-8175-e2a00bac4301" },
    ]);
    assert.deepEqual(errorOf(await (await as(application(...OWNED_BY)))("GET", "/me")), [
      400,
      "Request_BadRequest",
      "/me request is only valid with delegated authentication flow.",
    ]);
  });

  it("is what an application with OwnedBy gets of what it creates, and loses with all rights to it", async () => {
    const login = application(...OWNED_BY);
    const graph = await as(login);
    const { body } = await graph("POST", "/applications", named(login));
    const path = `/applications/${String(body.id)}`;
    assert.deepEqual(await ownersOf(path), [login.objectId]);
    assert.equal((await graph("PATCH", path, { notes: "x" })).status, 204);
    assert.equal((await graph("DELETE", `${path}/owners/${login.objectId}/$ref`)).status, 204);
    assert.deepEqual(await ownersOf(path), []);
    const denied = [
      graph("PATCH", path, { notes: "y" }),
      graph("DELETE", path),
      graph("POST", `${path}/addPassword`, {}),
      graph("POST", "/servicePrincipals", { appId: body.appId }),
      graph("POST", `${path}/owners/$ref`, reference(login.objectId)),
    ];
    for (const answer of await Promise.all(denied)) {
      assert.deepEqual(errorOf(answer), forbidden);
    }
  });

  it("of an application is needed for its service principal, which is another's to own", async () => {
    const [login, other] = [application(...OWNED_BY), application(...OWNED_BY)];
    const [graph, stranger] = [await as(login), await as(other)];
    const { body } = await graph("POST", "/applications", { displayName: "aws" });
    assert.deepEqual(errorOf(await stranger("POST", "/servicePrincipals", { appId: body.appId })), forbidden);
    const principal = await graph("POST", "/servicePrincipals", { appId: body.appId });
    const path = `/servicePrincipals/${String(principal.body.id)}`;
    assert.deepEqual(await ownersOf(path), [login.objectId]);
    assert.deepEqual(errorOf(await stranger("PATCH", path, { notes: "x" })), forbidden);
    assert.equal((await graph("PATCH", path, { notes: "x" })).status, 204);
  });

  it("can arrive after the object, which Graph shows with its owner", async () => {
    const { directory } = lab().azure.tenant();
    const login = application(...OWNED_BY);
    const graph = await as(login);
    directory.lagOwnership(3_600_000);
    try {
      const { body } = await graph("POST", "/applications", { displayName: "aws" });
      const path = `/applications/${String(body.id)}`;
      assert.deepEqual(await ownersOf(path), [login.objectId]);
      assert.deepEqual(errorOf(await graph("PATCH", path, { notes: "x" })), forbidden);
      assert.deepEqual(errorOf(await graph("POST", "/servicePrincipals", { appId: body.appId })), [
        403,
        "Authorization_RequestDenied",
        "When using this permission, the backing application of the service principal being created must in the local tenant",
      ]);
      directory.lagOwnership(0);
      assert.equal((await graph("PATCH", path, { notes: "x" })).status, 204);
      assert.equal((await graph("POST", "/servicePrincipals", { appId: body.appId })).status, 201);
    } finally {
      directory.lagOwnership(0);
    }
  });

  it("may be named for others at creation, and given to others only with more than OwnedBy", async () => {
    const [login, other, user] = [application(...OWNED_BY), application(), person()];
    const graph = await as(login);
    const { body } = await graph("POST", "/applications", named(login, other));
    const path = `/applications/${String(body.id)}`;
    assert.deepEqual(await ownersOf(path), [login.objectId, other.objectId]);
    assert.deepEqual(
      errorOf(await graph("POST", `${path}/owners/$ref`, reference(user.objectId))),
      forbidden,
    );
    const third = application();
    assert.deepEqual(
      errorOf(await graph("POST", `${path}/owners/$ref`, reference(third.objectId))),
      forbidden,
    );
    // Users have to be readable to be named.
    assert.deepEqual(errorOf(await graph("POST", "/applications", named(login, user))), forbidden);
    const reader = await as(application(...OWNED_BY, "User.Read.All"));
    assert.equal((await reader("POST", "/applications", named(user))).status, 201);

    const broad = await as(application("Application.ReadWrite.All", "Directory.Read.All"));
    assert.equal((await broad("POST", `${path}/owners/$ref`, reference(user.objectId))).status, 204);
    assert.deepEqual(errorOf(await broad("POST", `${path}/owners/$ref`, reference(user.objectId))), [
      400,
      "Request_BadRequest",
      "One or more added object references already exist for the following modified properties: 'owners'.",
    ]);
    const nobody = "00000000-1111-4333-8444-555555555555";
    assert.equal((await broad("POST", `${path}/owners/$ref`, reference(nobody))).status, 404);
    assert.equal((await broad("DELETE", `${path}/owners/${nobody}/$ref`)).status, 404);
    const found = await broad(
      "GET",
      `${path}/owners?$filter=${encodeURIComponent(`id eq '${user.objectId}'`)}`,
    );
    assert.deepEqual(
      (found.body.value as Record<string, unknown>[]).map((owner) => [
        owner["@odata.type"],
        owner.displayName,
      ]),
      [["#microsoft.graph.user", "Ada"]],
    );
  });

  it("is not what wider permissions or an administrator's role give of what is created", async () => {
    for (const login of [application("Application.ReadWrite.All"), person("Application Administrator")]) {
      const { body } = await (await as(login))("POST", "/applications", { displayName: "aws" });
      assert.deepEqual(await ownersOf(`/applications/${String(body.id)}`), []);
    }
  });

  it("is what a person gets who may register applications, and lets them change it and make its service principal", async () => {
    assert.deepEqual(errorOf(await (await as(person()))("POST", "/applications", named())), forbidden);
    const login = person("Application Developer");
    const graph = await as(login);
    const { body } = await graph("POST", "/applications", { displayName: "aws" });
    const path = `/applications/${String(body.id)}`;
    assert.deepEqual(await ownersOf(path), [login.objectId]);
    assert.equal((await graph("PATCH", path, { notes: "x" })).status, 204);
    const principal = await graph("POST", "/servicePrincipals", { appId: body.appId });
    assert.deepEqual(await ownersOf(`/servicePrincipals/${String(principal.body.id)}`), [login.objectId]);
    const other = await as(person("Application Developer"));
    assert.deepEqual(errorOf(await other("PATCH", path, { notes: "y" })), forbidden);
    const admin = await as(person("Cloud Application Administrator"));
    assert.equal((await admin("PATCH", path, { notes: "z" })).status, 204);
    assert.equal((await admin("DELETE", path)).status, 204);
  });

  it("lets every member register applications where the tenant does", async () => {
    const open = await AzureLab.start();
    const login = open.azure.addPerson({ displayName: "Ada" });
    const { body } = await open.login({
      grant_type: "refresh_token",
      refresh_token: login.environment.LAB_AZ_REFRESH_TOKEN ?? "",
      client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
      scope: "https://graph.microsoft.com/.default",
    });
    const created = await open.graph(
      "POST",
      "/applications",
      { displayName: "aws" },
      String(body.access_token),
    );
    assert.equal(created.status, 201);
    await open.stop();
  });

  describe("and who may assign an app role", () => {
    let resourceId: string;
    let owner: Login;
    let ownerApplication: Login;

    before(() => {
      owner = person();
      ownerApplication = application(...OWNED_BY);
      const { directory } = lab().azure.tenant();
      const ownerIds = new Set([owner.objectId, ownerApplication.objectId]);
      const role = { ...appRole, allowedMemberTypes: ["Application" as const], isEnabled: true };
      const { appId } = directory.createApplication({ displayName: "aws", appRoles: [role], ownerIds });
      resourceId = directory.createServicePrincipal({ appId, displayName: "aws", ownerIds }).id;
    });

    const assign = async (
      login: Login,
      resource = resourceId,
      appRoleId = ROLE_ID,
    ): Promise<AzureAnswer[]> => {
      const identity = lab().azure.tenant().directory.createManagedIdentity("workload", "/subscriptions/s");
      const path = `/servicePrincipals/${resource}/appRoleAssignedTo`;
      const graph = await as(login);
      const body = { principalId: identity.id, resourceId: resource, appRoleId };
      const made = await graph("POST", path, body);
      return made.status === 201 ? [made, await graph("DELETE", `${path}/${String(made.body.id)}`)] : [made];
    };
    const may = async (login: Login): Promise<void> => {
      assert.deepEqual(
        (await assign(login)).map(({ status }) => status),
        [201, 204],
      );
    };
    const mayNot = async (login: Login): Promise<void> => {
      assert.deepEqual((await assign(login)).map(errorOf), [forbidden]);
    };

    it("an application: with the permission, or a directory role, but not as owner with OwnedBy", async () => {
      await may(application("AppRoleAssignment.ReadWrite.All", "Application.Read.All"));
      await mayNot(application("AppRoleAssignment.ReadWrite.All"));
      await mayNot(ownerApplication);
      const login = application("Application.Read.All");
      lab()
        .azure.tenant()
        .directoryRoles.assign({
          principalId: login.objectId,
          role: { allowedResourceActions: [UPDATE_ASSIGNED] },
          scope: `/${resourceId}`,
        });
      await may(login);
    });

    it("a person: as owner of the service principal, or with a directory role", async () => {
      await may(owner);
      await mayNot(person());
      await mayNot(person("Application Developer"));
      await may(person("Cloud Application Administrator"));
      await may(person("User Administrator"));
    });

    it("a person with a custom role, over the tenant or over this service principal", async () => {
      const custom = (scope: string): Login =>
        lab().azure.addPerson({
          displayName: "Ada",
          directoryRoles: [{ role: { allowedResourceActions: [UPDATE_ASSIGNED] }, scope }],
        });
      await may(custom("/"));
      await may(custom(`/${resourceId}`));
      await mayNot(custom("/00000000-1111-4333-8444-555555555555"));
    });

    it("Microsoft Graph's own: a Privileged Role Administrator, no Application Administrator", async () => {
      const { directory } = lab().azure.tenant();
      const graph = directory.servicePrincipal("00000003-0000-0000-c000-000000000000");
      const permission = graph?.ownAppRoles[0]?.id ?? "";
      const outcome = async (role: string): Promise<unknown> =>
        (await assign(person(role), graph?.id, permission)).map(({ status }) => status);
      assert.deepEqual(await outcome("Application Administrator"), [403]);
      assert.deepEqual(await outcome("Privileged Role Administrator"), [201, 204]);
    });

    it("nobody with a role that the lab does not know", () => {
      assert.throws(
        () => person("Sorcerer"),
        /Sorcerer: the lab does not support this directory role\. Expected one of Global Administrator, /,
      );
    });
  });

  it("is for who signed in: an unknown refresh token is none", async () => {
    const { status, body } = await lab().login({
      grant_type: "refresh_token",
      refresh_token: "1.x",
      client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
      scope: "https://graph.microsoft.com/.default",
    });
    assert.deepEqual([status, body.error, body.error_codes], [400, "invalid_grant", [70000]]);
  });
});
