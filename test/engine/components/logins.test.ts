/** A login that is missing, under the real engine: the preview says so first, with the command that helps. */
import assert from "node:assert/strict";
import { iamRefusal } from "../../../lab/testing/iam-refusal";
import { describeWithLab } from "../../../lab/testing/with-lab";
import { ProgramStack } from "./federation-lab";

const NO_AWS = { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "", AWS_SESSION_TOKEN: "" };
const NO_AZURE = { ARM_CLIENT_SECRET: "wrong" };

const PROVIDER = `
new azure.AwsOidcProvider("orders", {
  issuer: "https://sts.windows.net/8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/",
  audiences: ["api://8f6d1a2c-3b4e-4c5d-9e7f-0a1b2c3d4e5f/orders"],
});`;

describeWithLab("a component whose providers are not logged in", {}, function (lab) {
  this.timeout("3m");
  let stack: ProgramStack;

  before(async function () {
    this.timeout("15m");
    stack = await ProgramStack.create(lab(), "logins");
  });

  const diagnostics = async (environment: Readonly<Record<string, string>>): Promise<string> => {
    const run = await stack.stack.preview({ environment });
    assert.notEqual(run.exitCode, 0, run.output);
    return run.output;
  };

  it("fails the preview of an AWS component without an AWS login, although nothing is there to read", async () => {
    await stack.program(PROVIDER);
    assert.match(
      await diagnostics(NO_AWS),
      /AwsOidcProvider "orders": a login is missing or has expired \[logins-missing\]\n +aws: no valid login \(provider error: .*\)\. Log in: aws sso login, or set AWS_PROFILE \[login-missing\]/,
    );
    await stack.succeed("preview");
  });

  it("names all logins that are missing in one error, and nothing that follows from them", async () => {
    await stack.program(`
      new azure.AzureToAwsFederation("orders", {
        workloads: { app: { permissions: { readBuckets: ["devteam-reports"] } } },
      });`);
    const output = await diagnostics({ ...NO_AWS, ...NO_AZURE });
    assert.match(
      output,
      /AzureToAwsFederation "orders": a login is missing or has expired \[logins-missing\]\n +azuread: no valid login \(provider error: .*\)\. Log in: correct ARM_CLIENT_SECRET \(or the variables of your OIDC login\) for the application in ARM_CLIENT_ID, or unset the ARM_… variables and run az login --tenant <tenant ID> \[login-missing\]\n +azure-native: no valid login \(provider error: .*\)\. Log in: correct ARM_CLIENT_SECRET .* and run az login && az account set --subscription <subscription ID> \[login-missing\]\n +aws: no valid login \(provider error: .*\)\. Log in: aws sso login, or set AWS_PROFILE \[login-missing\]/,
    );
    // The engine prints it once while it goes on, and once at the end.
    assert.equal(output.split("Diagnostics:")[1]?.match(/a login is missing/g)?.length, 1, output);
    assert.doesNotMatch(output, /is missing, and the/);
  });

  it("says nothing of the account's providers when an AWS component has no login", async () => {
    await stack.program(PROVIDER);
    const output = await diagnostics(NO_AWS);
    assert.doesNotMatch(output, /could not check/);
  });

  it("warns when the account's OpenID Connect providers cannot be looked at, and does not take it for an empty account", async () => {
    await stack.program(PROVIDER);
    const fault = lab().aws.faults.add({
      route: /^ListOpenIDConnectProviders$/,
      fault: iamRefusal(403, "AccessDenied", "not authorized to perform: iam:ListOpenIDConnectProviders"),
    });
    const { output } = await stack.succeed("preview");
    fault.remove();
    assert.ok(fault.struck.length > 0);
    assert.match(
      output,
      /warning: could not check whether the account already has an OpenID Connect provider for https:\/\/sts\.windows\.net\/.* \(provider error: .*AccessDenied.*\) \[provider-not-checked\]/,
    );
    assert.doesNotMatch((await stack.succeed("preview")).output, /could not check/);
  });
});
