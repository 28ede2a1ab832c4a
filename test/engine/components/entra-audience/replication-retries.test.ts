/** What retries of a create may remove in Entra, and what they say when they may not, under the real engine. */
import assert from "node:assert/strict";
import type { Login } from "../../../../lab/azure/azure-double";
import type { InjectedFault } from "../../../../lab/http/fault-injector";
import { describeWithLab } from "../../with-lab";
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

/** Options with a provider that the program logs in by itself. */
const withLogin = ({ environment }: Login): string => `{
  providers: [
    new (require("@pulumi/azuread/provider").Provider)("own", ${JSON.stringify({
      clientId: environment.ARM_CLIENT_ID,
      clientSecret: environment.ARM_CLIENT_SECRET,
    })}),
  ],
}`;

/** What Microsoft Graph answers to who may not. */
const FORBIDDEN = {
  status: 403,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({
    error: {
      code: "Authorization_RequestDenied",
      message: "Insufficient privileges to complete the operation.",
    },
  }),
};

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

  it("take over a service principal that the provider does not find after it created it", async () => {
    const stack = await ProgramStack.create(lab(), "waits");
    await stack.program(owner("orders"));
    const behind = once(/^POST \S+\/servicePrincipals$/, () => {
      directory().lagBehind(FAR);
      once(/^GET \S+\/servicePrincipals\?\$filter=/, () => {
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

  it("remove an identifier URI that the provider forgot, and add it again", async () => {
    const stack = await ProgramStack.create(lab(), "adds");
    const audience = (args: object) =>
      `exports.id = new azure.EntraAudience("orders", ${JSON.stringify(args)}).applicationClientId;`;
    await stack.deploy(audience({}));
    const { id } = (await stack.stack.outputs()) as { id: string };
    const uris = () => directory().application(id)?.identifierUris;
    const [named] = uris() ?? [];

    // The application exists already, so its next change is the new URI.
    await stack.program(audience({ audienceForm: "application-id" }));
    const behind = once(/^PATCH \S+\/applications\//, () => {
      directory().lagBehind(FAR);
      once(/^GET \S+\/applications\/[^/?]+\?\$select=identifierUris$/, () => {
        directory().lagBehind(LEVEL);
      });
    });
    const { output } = await stack.succeed("up");
    assert.equal(behind.struck.length, 1);
    assert.match(output, /orders-identifier-uri .*retrying create due to on-error hook request \(1\/100\)/);
    assert.deepEqual(uris(), [named, `api://${id}`]);
    assert.deepEqual(deeds(await stack.succeed("up")), []);
    await stack.succeed("destroy");
    assert.equal(await leftIn(lab()), 0);
  });

  const refusals = [
    {
      title: "that Microsoft Graph does not let it remove",
      options: () => "{}",
      says: /Microsoft Graph answered 403: .*Authorization_RequestDenied.*/,
    },
    {
      title: "of a provider whose login the program's environment does not have",
      options: () => withLogin(lab().azure.addDeployer(ASSIGNER)),
      says: /the azuread provider uses another login than this program's environment \[azure-login-differs\]/,
    },
  ];

  for (const [index, { title, options, says }] of refusals.entries()) {
    it(`say how to remove a forgotten assignment ${title}`, async () => {
      const stack = await ProgramStack.create(lab(), `forgets-${index}`);
      await stack.program(owner("orders", options()));
      // The provider does not find its new assignment, the component does.
      const behind = once(/^POST \S+\/appRoleAssignedTo$/, () => {
        directory().lagBehind(FAR);
      });
      once(/^GET \S+\/appRoleAssignedTo$/, () => {
        directory().lagBehind(LEVEL);
      });
      lab().azure.faults.add({
        route: /^DELETE \S+\/appRoleAssignedTo\//,
        fault: { kind: "answer", answer: FORBIDDEN },
      });
      const failed = await stack.stack.up();
      directory().lagBehind(LEVEL);
      assert.equal(behind.struck.length, 1);
      assert.notEqual(failed.exitCode, 0);
      assert.match(
        failed.output,
        /expected non-nil error with nil state during Create of .*::orders-assignment/,
      );
      const forgotten = directory().assignments().at(-1);
      assert.ok(forgotten !== undefined);
      const { id, principalId, resourceId, appRoleId } = forgotten;
      const warning = failed.output
        .split("\n")
        .find((line) => line.includes("warning: the app-role assignment"));
      assert.ok(warning !== undefined, failed.output);
      const [, subject, reason, command] =
        /warning: (the app-role assignment of \S+) exists in Entra, but not in the Pulumi state, and it could not be removed \((.*)\)\. Remove it, then run pulumi up again: (.*) \[forgotten-object\]$/.exec(
          warning,
        ) ?? [];
      assert.equal(subject, `the app-role assignment of ${principalId}`);
      assert.match(reason ?? "", new RegExp(`^${says.source}$`));
      const url = `$(az cloud show --query endpoints.microsoftGraphResourceId -o tsv)v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo`;
      assert.equal(
        command,
        `az rest --method delete --url "${url}/$(az rest --url "${url}" --query "value[?principalId=='${principalId}' && appRoleId=='${appRoleId}'].id | [0]" -o tsv)"`,
      );

      // Until somebody does, no update goes through.
      const again = await stack.stack.up();
      assert.notEqual(again.exitCode, 0);
      assert.match(again.output, /Permission being assigned already exists on the object/);
      assert.match(again.output, /warning: the app-role assignment .* could not be removed/);
      lab().azure.faults.clear();
      directory().deleteAssignment(forgotten);
      assert.deepEqual(deeds(await stack.succeed("up")), ["created orders-assignment"]);
      assert.notEqual(directory().assignments().at(-1)?.id, id);
      await stack.succeed("destroy");
      assert.equal(await leftIn(lab()), 0);
    });
  }
});
