/** What retries of a create may remove in Entra, and what they say when they may not, under the real engine. */
import assert from "node:assert/strict";
import type { Login } from "../../../../lab/azure";
import type { InjectedFault } from "../../../../lab/http";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { deeds, leftIn, ProgramStack } from "../federation-lab";

const ASSIGNER = ["Application.ReadWrite.OwnedBy", "Application.Read.All", "AppRoleAssignment.ReadWrite.All"];

/** An audience and an identity that the component creates and assigns. */
const owner = (name: string, options = "{}"): string => `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const group = new ResourceGroup("${name}", {});
const options = ${options};
const { servicePrincipalObjectId, appRoleId } = new azure.EntraAudience("${name}", {}, options);
const { identityId } = new azure.AzureWorkload(
  "${name}", { resourceGroupName: group.name, servicePrincipalObjectId, appRoleId }, options,
);
exports.out = { identityId, servicePrincipalObjectId, appRoleId };
`;

/** An audience, and an identity that the program creates and components adopt. */
const adopter = (name: string, workloads = [name]): string => `
const { ResourceGroup } = require("@pulumi/azure-native/resources/resourceGroup");
const { UserAssignedIdentity } = require("@pulumi/azure-native/managedidentity/userAssignedIdentity");
const group = new ResourceGroup("${name}", {});
const { id } = new UserAssignedIdentity("${name}", { resourceGroupName: group.name });
const { servicePrincipalObjectId, appRoleId } = new azure.EntraAudience("${name}");
for (const workload of ${JSON.stringify(workloads)}) {
  new azure.AzureWorkload(workload, { identityId: id, servicePrincipalObjectId, appRoleId });
}
`;

/** Options with a provider that the program logs in by itself. */
const withLogin = ({ environment }: Login): string => `{
  providers: [
    new (require("@pulumi/azuread/provider").Provider)("own", ${JSON.stringify({
      clientId: environment.ARM_CLIENT_ID,
      clientSecret: environment.ARM_CLIENT_SECRET,
    })}),
  ],
}`;

const answer = (status: number, code: string, message: string) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ error: { code, message } }),
});

/** What Microsoft Graph answers to who may not. */
const FORBIDDEN = answer(
  403,
  "Authorization_RequestDenied",
  "Insufficient privileges to complete the operation.",
);

/** What a replica of Microsoft Graph answers that does not know a new identity yet. */
const NOT_FOUND = answer(404, "Request_ResourceNotFound", "Resource does not exist.");

/** So far behind that nothing written from now on is seen. */
const FAR = { seed: 1, requests: 100_000 };
/** Level again. */
const LEVEL = { seed: 1, requests: 0 };

describeWithLab("retries of creates in Entra", {}, function (lab) {
  this.timeout("4m");

  afterEach(() => {
    lab().azure.faults.clear();
    directory().lagBehind(LEVEL);
  });

  const directory = () => lab().azure.tenant().directory;

  /** Runs something once when a request is made. */
  const once = (route: RegExp, onStrike: () => void): InjectedFault =>
    lab().azure.faults.add({ route, count: 1, fault: { kind: "latency", milliseconds: 0 }, onStrike });

  it("leave the app-role assignment of an adopted identity to the stack that has it", async () => {
    const first = await ProgramStack.create(lab(), "assigns");
    await first.deploy(owner("first"));
    const { out } = (await first.stack.outputs()) as { out: object };
    const before = directory().assignments();

    const second = await ProgramStack.create(lab(), "adopts");
    await second.program(`new azure.AzureWorkload("second", ${JSON.stringify(out)});`);
    const refused = await second.stack.up();
    assert.notEqual(refused.exitCode, 0);
    assert.match(refused.output, /Permission being assigned already exists on the object/);
    assert.deepEqual(directory().assignments(), before);

    await second.succeed("destroy");
    assert.deepEqual(deeds(await first.succeed("up")), []);
    await first.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("keep an assignment that two components of one program create", async () => {
    const stack = await ProgramStack.create(lab(), "twice");
    await stack.program(adopter("one", ["one", "other"]));
    const removals = lab().azure.faults.add({
      route: /^DELETE \S+\/appRoleAssignedTo\//,
      fault: { kind: "latency", milliseconds: 0 },
    });
    const failed = await stack.stack.up();
    assert.notEqual(failed.exitCode, 0);
    assert.match(failed.output, /It was not removed \(another component of this program creates it too\)/);
    assert.deepEqual(removals.struck, []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("take over a service principal that the provider does not find after it created it", async () => {
    const stack = await ProgramStack.create(lab(), "waits");
    await stack.program(owner("orders"));
    const behind = once(/^POST \S+\/servicePrincipals$/, () => {
      directory().lagBehind(FAR);
      // The official plugin encodes the sign.
      once(/^GET \S+\/servicePrincipals\?(?:\$|%24)filter=/, () => {
        directory().lagBehind(LEVEL);
      });
    });
    const { output } = await stack.succeed("up");
    assert.equal(behind.struck.length, 1);
    assert.match(
      output,
      /orders-service-principal .*retrying create due to on-error hook request \(1\/100\)/,
    );
    const { out } = (await stack.stack.outputs()) as { out: { servicePrincipalObjectId: string } };
    const { appId } = directory().servicePrincipal(out.servicePrincipalObjectId) ?? {};
    assert.equal(
      directory()
        .servicePrincipals()
        .filter((found) => found.appId === appId).length,
      1,
    );
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("show how to keep an identifier URI that the provider forgot, and never write the URIs", async () => {
    const stack = await ProgramStack.create(lab(), "adds");
    const audience = (args: object) =>
      `exports.id = new azure.EntraAudience("orders", ${JSON.stringify(args)}).applicationClientId;`;
    await stack.deploy(audience({}));
    const { id } = (await stack.stack.outputs()) as { id: string };
    const uris = () => directory().application(id)?.identifierUris;
    const [named] = uris() ?? [];

    // The application exists already, so its next change is the new URI.
    await stack.program(audience({ audienceForm: "application-id" }));
    const writes = once(/^PATCH \S+\/applications\//, () => {
      directory().lagBehind({ milliseconds: 1000 });
    });
    const failed = await stack.stack.up();
    assert.notEqual(failed.exitCode, 0);
    assert.equal(writes.struck.length, 1);
    assert.match(failed.output, new RegExp(`warning: the identifier URI api://${id} exists in Entra, `));
    directory().lagBehind(LEVEL);
    const patches = lab().azure.faults.add({
      route: /^PATCH /,
      fault: { kind: "latency", milliseconds: 0 },
    });
    await stack.importPrinted(failed.output);
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    assert.deepEqual(patches.struck, []);
    assert.deepEqual(uris(), [named, `api://${id}`]);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  it("keep an assignment that the provider does not find for a second, after two removals", async () => {
    const stack = await ProgramStack.create(lab(), "lasting");
    await stack.program(owner("orders"));
    once(/^POST \S+\/appRoleAssignedTo$/, () => {
      directory().lagBehind({ milliseconds: 1000 });
    });
    const [creates, removals] = [/^POST \S+\/appRoleAssignedTo$/, /^DELETE \S+\/appRoleAssignedTo\//].map(
      (route) => lab().azure.faults.add({ route, fault: { kind: "latency", milliseconds: 0 }, after: 0 }),
    );
    const failed = await stack.stack.up();
    directory().lagBehind(LEVEL);
    assert.notEqual(failed.exitCode, 0);
    // The first create is seen by the rule above.
    assert.deepEqual([creates?.struck.length, removals?.struck.length], [2, 2]);
    assert.match(failed.output, /It was not removed \(the provider did not find it after 3 creates\)/);
    const kept = directory().assignments().at(-1);

    await stack.importPrinted(failed.output);
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    assert.equal(directory().assignments().at(-1)?.id, kept?.id);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  for (const adopts of [false, true]) {
    it(`remove an assignment that landed and was denied, of ${adopts ? "an adopted" : "its own"} identity`, async () => {
      const stack = await ProgramStack.create(lab(), `denied-${String(adopts)}`);
      await stack.program(adopts ? adopter("orders") : owner("orders"));
      const denied = lab().azure.faults.add({
        route: /^POST \S+\/appRoleAssignedTo$/,
        count: 1,
        fault: { kind: "false-answer", answer: NOT_FOUND },
      });
      const { output } = await stack.succeed("up");
      assert.equal(denied.struck.length, 1);
      assert.match(output, /orders-assignment .*retrying create due to on-error hook request \(1\/100\)/);
      assert.deepEqual(deeds(await stack.succeed("up")), []);
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  }

  const refusals = [
    {
      title: "that Microsoft Graph does not let it remove",
      options: () => "{}",
      route: /^DELETE \S+\/appRoleAssignedTo\//,
      says: /Microsoft Graph answered 403: .*Authorization_RequestDenied.*/,
      knowsId: true,
    },
    {
      title: "that it could not look for before the create",
      options: () => "{}",
      route: /^GET \S+\/appRoleAssignedTo$/,
      says: /before the create, it could not be looked for: Microsoft Graph answered 403: .*/,
      knowsId: false,
    },
    {
      title: "of a provider whose login the program's environment does not have",
      options: () => withLogin(lab().azure.addDeployer(ASSIGNER)),
      route: /^DELETE \S+\/appRoleAssignedTo\//,
      says: /before the create, it could not be looked for: the azuread provider uses another login than this program's environment \[azure-login-differs\]/,
      knowsId: false,
    },
  ];

  for (const [index, { title, options, route, says, knowsId }] of refusals.entries()) {
    it(`keep a forgotten assignment, and show how to import it, ${title}`, async () => {
      const stack = await ProgramStack.create(lab(), `forgets-${index}`);
      await stack.program(owner("orders", options()));
      // The provider does not find its new assignment.
      const behind = once(/^POST \S+\/appRoleAssignedTo$/, () => {
        directory().lagBehind({ milliseconds: 1000 });
      });
      lab().azure.faults.add({ route, fault: { kind: "answer", answer: FORBIDDEN } });
      const failed = await stack.stack.up();
      directory().lagBehind(LEVEL);
      assert.equal(behind.struck.length, 1);
      assert.notEqual(failed.exitCode, 0);
      assert.match(
        failed.output,
        /expected non-nil error with nil state during Create of .*::orders-assignment/,
      );
      const kept = directory().assignments().at(-1);
      assert.ok(kept !== undefined);
      const { id, principalId, resourceId, appRoleId } = kept;
      const warning = failed.output
        .split("\n")
        .find((line) => line.includes("warning: the app-role assignment"));
      assert.ok(warning !== undefined, failed.output);
      const [, subject, reason, command = ""] =
        /warning: (the app-role assignment of \S+) exists in Entra, but not in the Pulumi state\. It was not removed \((.*)\)\. If no other stack manages it, take it into the state, then run pulumi up again: (.*) \[forgotten-object\]$/.exec(
          warning,
        ) ?? [];
      assert.equal(subject, `the app-role assignment of ${principalId}`);
      assert.match(reason ?? "", new RegExp(`^${says.source}$`));
      const collection = `/servicePrincipals/${resourceId}/appRoleAssignedTo`;
      const url = `$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0${collection}`;
      const query = `value[?principalId=='${principalId}' && appRoleId=='${appRoleId}'].id | [0]`;
      const word = knowsId
        ? `${collection}/${id}`
        : `"${collection}/$(az rest --url "${url}" --query "${query}" -o tsv)"`;
      const start = `pulumi import azuread:index/appRoleAssignment:AppRoleAssignment orders-assignment ${word} --parent parent=urn:pulumi:`;
      assert.equal(command.slice(0, start.length), start);

      // Until somebody imports it, no update goes through, and nothing is removed.
      lab().azure.faults.clear();
      const again = await stack.stack.up();
      assert.notEqual(again.exitCode, 0);
      assert.match(again.output, /Permission being assigned already exists on the object/);
      if (index === 0) {
        assert.match(again.output, /It was not removed \(it existed before this update, so /);
      }
      assert.equal(directory().assignments().at(-1)?.id, id);
      const importing = again.output.replaceAll(word, `${collection}/${id}`);
      await stack.importPrinted(importing);
      assert.deepEqual(deeds(await stack.succeed("up")), []);
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  }
});
