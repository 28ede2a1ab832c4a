/** Deployers with exactly the permissions of docs/reference/permissions.md, under the real engine. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import type { Login } from "../../../../lab/azure";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import { KnownSecrets } from "../../../security/secrets/known-secrets";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

const OWNED_BY = ["Application.ReadWrite.OwnedBy", "Application.Read.All"];
const ASSIGNER = [...OWNED_BY, "AppRoleAssignment.ReadWrite.All"];
const ASSIGN_ACTION = "microsoft.directory/servicePrincipals/appRoleAssignedTo/update";

/** A federation with one workload, and further arguments. */
const federation = (args: object): string =>
  `new azure.AzureToAwsFederation("orders", ${JSON.stringify({
    displayName: "orders",
    workloads: { app: { permissions: { readBuckets: ["devteam-reports"] } } },
    ...args,
  })});`;

/** The same two objects without the component. */
const WITHOUT_OWNERS = `
const { Application } = require("@pulumi/azuread/application");
const { ServicePrincipal } = require("@pulumi/azuread/servicePrincipal");
const application = new Application("bare", { displayName: "bare", api: { requestedAccessTokenVersion: 1 } });
new ServicePrincipal("bare", { clientId: application.clientId });
`;

describeWithLab("AzureToAwsFederation and who deploys it", {}, function (lab) {
  this.timeout("5m");
  let stack: ProgramStack;
  let count = 0;

  beforeEach(async () => {
    stack = await ProgramStack.create(lab(), `owners-${++count}`);
  });

  afterEach(async () => {
    assert.equal(await leftIn(lab()), 0);
  });

  /** The object IDs of the owners of the application and of the service principal, sorted. */
  const owners = (): (readonly string[])[] => {
    const { directory } = lab().azure.tenant();
    const application = directory.applications().find(({ displayName }) => displayName === "orders");
    const principal = directory.servicePrincipals().find(({ appId }) => appId === application?.appId);
    return [application, principal].map((object) => [...(object?.ownerIds ?? [])].sort());
  };

  /** Runs an operation with a login; it must succeed. */
  const run = async (
    operation: "preview" | "up" | "destroy",
    { environment }: Login,
    options: { readonly refresh?: boolean } = {},
  ) => {
    const done = await stack.stack[operation]({ environment, ...options });
    assert.equal(done.exitCode, 0, done.output);
    return done;
  };

  const deployers: readonly {
    readonly who: string;
    readonly login: () => Login;
    readonly args?: (login: Login) => object;
    /** Who owns both objects then. */
    readonly owner: (login: Login) => readonly string[];
  }[] = [
    {
      who: "an application with OwnedBy and AppRoleAssignment.ReadWrite.All",
      login: () => lab().azure.addDeployer(ASSIGNER),
      owner: ({ objectId }) => [objectId],
    },
    {
      who: "an application with Application.ReadWrite.All",
      login: () => lab().azure.addDeployer(["Application.ReadWrite.All"]),
      owner: ({ objectId }) => [objectId],
    },
    {
      who: "a person with Cloud Application Administrator, who owns nothing",
      login: () =>
        lab().azure.addPerson({
          displayName: "Ada",
          directoryRoles: [{ role: "Cloud Application Administrator" }],
        }),
      owner: () => [],
    },
    {
      who: "a person without a role, who is named as the owner",
      login: () => lab().azure.addPerson({ displayName: "Grace", directoryRoles: [] }),
      args: ({ objectId }) => ({ owners: [objectId] }),
      owner: ({ objectId }) => [objectId],
    },
  ];

  for (const { who, login, args, owner } of deployers) {
    it(`previews, creates, keeps, changes and destroys as ${who}`, async () => {
      const deployer = login();
      const given = args?.(deployer) ?? {};
      const owning = [owner(deployer), owner(deployer)];
      await stack.program(federation(given));
      const { output } = await run("preview", deployer);
      assert.doesNotMatch(output, /warning/);
      await run("up", deployer);
      assert.deepEqual(owners(), owning);
      assert.deepEqual(deeds(await run("up", deployer)), []);
      await stack.program(federation({ ...given, allowUsersAndGroups: true }));
      assert.deepEqual(deeds(await run("up", deployer)), ["updated orders-application"]);
      assert.deepEqual(owners(), owning);
      await run("destroy", deployer);
    });
  }

  describe("in a tenant whose members may not register applications", () => {
    before(() => {
      lab().azure.tenant().usersMayRegisterApplications = false;
    });

    after(() => {
      lab().azure.tenant().usersMayRegisterApplications = true;
    });

    it("previews, creates, keeps, changes and destroys as an Application Developer, who is named as the owner", async () => {
      const person = lab().azure.addPerson({
        displayName: "Mary",
        directoryRoles: [{ role: "Application Developer" }],
      });
      const owning = [[person.objectId], [person.objectId]];
      const given = { owners: [person.objectId] };
      await stack.program(federation(given));
      await run("preview", person);
      await run("up", person);
      assert.deepEqual(owners(), owning);
      assert.deepEqual(deeds(await run("up", person)), []);
      await stack.program(federation({ ...given, allowUsersAndGroups: true }));
      assert.deepEqual(deeds(await run("up", person)), ["updated orders-application"]);
      assert.deepEqual(owners(), owning);
      await run("destroy", person);
    });

    it("fails at the assignment as an Application Developer who is not named as the owner", async () => {
      const person = lab().azure.addPerson({
        displayName: "Mary",
        directoryRoles: [{ role: "Application Developer" }],
      });
      await stack.program(federation({}));
      const { exitCode, output } = await stack.stack.up(person);
      assert.notEqual(exitCode, 0);
      assert.match(output, /Could not create app role assignment: .*403.*Authorization_RequestDenied/);
      await run("destroy", lab().azure.addDeployer(["Application.ReadWrite.All"]));
    });

    it("fails at the application as a person without a role", async () => {
      const person = lab().azure.addPerson({ displayName: "Grace", directoryRoles: [] });
      await stack.program(federation({ owners: [person.objectId] }));
      const { exitCode, output } = await stack.stack.up(person);
      assert.notEqual(exitCode, 0);
      assert.match(output, /Could not create application: .*403.*Authorization_RequestDenied/);
      await run("destroy", person);
    });
  });

  it("fails as a person without a role who is not named as the owner", async () => {
    const person = lab().azure.addPerson({ displayName: "Grace", directoryRoles: [] });
    await stack.program(federation({}));
    await run("preview", person);
    const { exitCode, output } = await stack.stack.up(person);
    assert.notEqual(exitCode, 0);
    assert.match(
      output,
      /Could not create service principal: unexpected status 403 \(403 Forbidden\) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation\./,
    );
    await stack.program(federation({ owners: [person.objectId] }));
    const late = await stack.stack.up(person);
    assert.notEqual(late.exitCode, 0);
    assert.match(late.output, /updating Application .*: unexpected status 403|Insufficient privileges/);

    // The ways out in docs/how-to/become-an-owner.md.
    const remedy = async (name: string): Promise<void> => {
      const administrator = lab().azure.addPerson({
        displayName: "Ada",
        directoryRoles: [{ role: "Cloud Application Administrator" }],
      });
      const page = await readFile(path.join(PROJECT_ROOT, "docs/how-to/become-an-owner.md"), "utf8");
      const [command = ""] = new RegExp(`^ *az ad app ${name} .*$`, "m").exec(page) ?? [];
      const { directory } = lab().azure.tenant();
      const application = directory.applications().find(({ displayName }) => displayName === "orders");
      const variables = {
        APPLICATION_CLIENT_ID: application?.appId ?? "",
        PERSON_OBJECT_ID: person.objectId,
      };
      await execa("sh", ["-euc", command], {
        env: { ...lab().pulumi.environment, ...administrator.environment, ...variables },
      });
    };
    await remedy("owner add");
    await run("up", person, { refresh: true });
    assert.deepEqual(owners(), [[person.objectId], [person.objectId]]);
    await remedy("delete");
    await run("up", person, { refresh: true });
    assert.deepEqual(owners(), [[person.objectId], [person.objectId]]);
    await run("destroy", person);
  });

  it("assigns as an application with OwnedBy once a role for the one service principal lets it", async () => {
    const deployer = lab().azure.addDeployer(OWNED_BY);
    await stack.program(federation({}));
    const refused = await stack.stack.up(deployer);
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /Could not create app role assignment: .*403.*Authorization_RequestDenied/);
    // The second step of docs/how-to/deploy-with-a-custom-directory-role.md.
    const principal = (await stack.resources()).find(({ type }) => type.endsWith(":ServicePrincipal"));
    lab()
      .azure.tenant()
      .directoryRoles.assign({
        principalId: deployer.objectId,
        role: { allowedResourceActions: [ASSIGN_ACTION] },
        scope: `/${String(principal?.outputs?.objectId)}`,
      });
    await run("up", deployer);
    await run("destroy", deployer);
  });

  it("shows nothing to another deployer, and leaves an owner who was added by hand", async () => {
    const [first, second] = [lab().azure.addDeployer(ASSIGNER), lab().azure.addDeployer(ASSIGNER)];
    await stack.program(federation({}));
    await run("up", first);
    const { directory } = lab().azure.tenant();
    for (const object of [...directory.applications(), ...directory.servicePrincipals()]) {
      if (object.ownerIds.has(first.objectId)) {
        object.ownerIds = new Set([first.objectId, second.objectId]);
      }
    }
    const both = [first.objectId, second.objectId].sort();
    for (const login of [second, first]) {
      assert.deepEqual(deeds(await run("up", login, { refresh: true })), []);
      assert.deepEqual(owners(), [both, both]);
    }
    await run("destroy", second);
  });

  it("keeps exactly the owners that are given", async () => {
    const broad = ["Application.ReadWrite.All", "Directory.Read.All"];
    const [deployer, other] = [lab().azure.addDeployer(broad), lab().azure.addDeployer(ASSIGNER)];
    for (const ids of [[deployer.objectId], [deployer.objectId, other.objectId], [other.objectId]]) {
      await stack.program(federation({ owners: ids }));
      await run("up", deployer, { refresh: true });
      assert.deepEqual(owners(), [ids.toSorted(), ids.toSorted()]);
    }
    await run("destroy", other);
  });

  it("shows no token in the loudest log of an update that looks for an assignment with a login of its own", async () => {
    const secrets = new KnownSecrets();
    const deployer = lab().azure.addDeployer(["Application.ReadWrite.All", "Directory.Read.All"]);
    await stack.program(federation({}));
    // The provider only writes there: the component looks before the create.
    const reads = lab().azure.faults.add({
      route: /^GET \S*\/servicePrincipals\/[^/]+\/appRoleAssignedTo$/,
      fault: { kind: "latency", milliseconds: 0 },
    });
    const { exitCode, output } = await stack.stack.up({
      ...deployer,
      loudWithEventLog: path.join(lab().directory, "events.json"),
    });
    reads.remove();
    secrets.stop();
    assert.equal(exitCode, 0, output);
    assert.ok(reads.struck.length > 0);
    const tokens = secrets.all.filter(({ what }) => what.endsWith("the deployer's token"));
    assert.ok(tokens.length > 0);
    assert.deepEqual(
      tokens.filter(({ value }) => output.includes(value)),
      [],
    );
    await run("destroy", deployer);
  });

  it("is what the provider alone fails on: it takes the ownership away, then misses it", async () => {
    const deployer = lab().azure.addDeployer(ASSIGNER);
    await stack.program(WITHOUT_OWNERS);
    const created = await stack.stack.up(deployer);
    assert.notEqual(created.exitCode, 0);
    assert.match(
      created.output,
      /Could not create service principal: unexpected status 403 \(403 Forbidden\) with error: Authorization_RequestDenied: Insufficient privileges to complete the operation\./,
    );
    const destroyed = await stack.stack.destroy(deployer);
    assert.notEqual(destroyed.exitCode, 0);
    assert.match(destroyed.output, /deleting Application \(Application: "[^"]+"\): unexpected status 403/);
    await run("destroy", lab().azure.addDeployer(["Application.ReadWrite.All"]));
  });
});
