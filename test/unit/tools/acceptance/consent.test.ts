import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { PassThrough } from "node:stream";
import { promisify } from "node:util";
import { askForConsent, describePlan } from "../../../../tools/acceptance/consent";
import { runNames } from "../../../../tools/acceptance/run-names";
import { ACCEPTANCE_PROGRAM } from "./acceptance-program";

const ACCOUNTS = {
  tenantId: "tenant",
  subscriptionId: "subscription",
  accountId: "111122223333",
  partition: "aws",
  location: "westeurope",
  region: "eu-west-1",
};
const PROVIDER = { arn: "arn", clientIds: [] };

describe("the plan that a run shows before it asks", () => {
  it("names the accounts, what is created, and the cost per hour", () => {
    const plan = describePlan(ACCOUNTS, runNames("0123abcd"), undefined);
    for (const part of [
      "subscription subscription, westeurope",
      "tenant tenant",
      "account 111122223333, eu-west-1",
      "acceptance0123abcd-readable",
      "acceptance0123abcd-other",
      "the OIDC provider of the tenant",
      "NAT gateway",
    ]) {
      assert.ok(plan.includes(part), part);
    }
    assert.match(plan.replaceAll("\n", " "), /It deletes what it read, and the report has none of it\./);
    assert.match(plan, /minutes a second VM in the same subnet\n/);
    assert.match(plan, /^Cost: \$0\.081 per hour while it exists/m);
    assert.deepEqual(plan.match(/^ {2}\$.*$/gm), [
      "  $0.0450  NAT gateway",
      "  $0.0050  public IPv4 address of the gateway",
      "  $0.0240  VM of size Standard_B1s, Linux",
      "  $0.0066  OS disk, Standard SSD, E4 LRS (32 GiB)",
    ]);
  });

  it("shows that it adds one client ID, if the account has the provider", () => {
    const plan = describePlan(ACCOUNTS, runNames("0123abcd"), PROVIDER);
    assert.match(plan, /one client ID in the existing OIDC provider of the tenant/);
    assert.doesNotMatch(plan, /[Aa]nother acceptance run/);
    const ofRun = { ...PROVIDER, run: "acceptance89abcdef" };
    assert.match(
      describePlan(ACCOUNTS, runNames("0123abcd"), ofRun),
      /Another acceptance run created the provider: acceptance89abcdef\./,
    );
  });

  it("states that the price of a region is unknown", () => {
    const plan = describePlan({ ...ACCOUNTS, location: "polandcentral" }, runNames(), undefined);
    assert.match(plan, /the price in polandcentral is unknown/);
  });

  it("names what stays, and fits a terminal of 80 columns", () => {
    const ids = {
      tenantId: "11111111-2222-4333-8444-555555555555",
      subscriptionId: "aaaaaaaa-2222-4333-8444-555555555555",
    };
    for (const location of ["westeurope", "polandcentral"]) {
      const plan = describePlan({ ...ACCOUNTS, ...ids, location }, runNames("0123abcd"), PROVIDER);
      assert.match(plan, /^What stays: Entra keeps deleted applications/m);
      assert.match(plan, /NetworkWatcherRG/);
      assert.deepEqual(
        plan.split("\n").filter((line) => line.length > 80),
        [],
      );
    }
  });
});

describe("the question before a run", () => {
  const answer = async (typed: string | undefined) => {
    const input = new PassThrough();
    const asked = askForConsent(new AbortController().signal, { input, output: new PassThrough() });
    input.end(typed);
    return asked;
  };

  it("accepts only yes as yes", async () => {
    assert.equal(await answer("yes\n"), true);
    assert.equal(await answer(" YES \n"), true);
    assert.equal(await answer("y\n"), false);
    assert.equal(await answer("\n"), false);
  });

  it("treats a closed terminal as no", async () => {
    assert.equal(await answer(undefined), false);
  });
});

describe("the command npm run acceptance", () => {
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv) =>
    promisify(execFile)(process.execPath, [...ACCEPTANCE_PROGRAM, ...args], {
      env: { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: "true", ...env },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );

  it("prints its options and exit codes", async () => {
    const { code, stdout } = await run(["--help"], {});
    assert.equal(code, 0);
    assert.match(stdout, /--yes/);
    assert.match(stdout, /3 +something is left in the clouds/);
  });

  it("ends with 2 for an unknown option", async () => {
    const { code, stderr } = await run(["--no-such"], {});
    assert.equal(code, 2);
    assert.match(stderr, /Unknown option '--no-such'/);
  });

  it("ends with 2 and the missing variables for half a login", async () => {
    const { code, stderr } = await run(["--yes"], { ARM_CLIENT_SECRET: "secret", ARM_TENANT_ID: "tenant" });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /ARM_CLIENT_ID, ARM_SUBSCRIPTION_ID: not set\. ARM_CLIENT_SECRET requires them \[acceptance-variables-missing\]/,
    );
  });

  it("ends with 2 for an impossible name of a run", async () => {
    const { code, stderr } = await run(["--left", "acceptance0123"], {});
    assert.equal(code, 2);
    assert.match(
      stderr,
      /--left: no run has this name\. Expected a name such as acceptance0123abcd; got "acceptance0123" \[acceptance-run-unknown\]/,
    );
  });

  it("ends with 2 and all conflicting variables, before it asks", async () => {
    const login = {
      ARM_CLIENT_ID: "client",
      ARM_CLIENT_SECRET: "secret",
      ARM_TENANT_ID: "tenant",
      ARM_SUBSCRIPTION_ID: "subscription",
    };
    const { code, stderr } = await run(["--yes"], {
      ...login,
      ARM_USE_MSI: "true",
      AZURE_TENANT_ID: "other",
    });
    assert.equal(code, 2);
    assert.match(stderr, /^ {2}unset ARM_USE_MSI AZURE_TENANT_ID$/m);
  });

  it("ends with 2 for a national cloud", async () => {
    const { code, stderr } = await run(["--yes"], { ARM_ENVIRONMENT: "china" });
    assert.equal(code, 2);
    assert.match(
      stderr,
      /ARM_ENVIRONMENT: the run does not support this cloud\. Expected "public"; got "china" \[/,
    );
  });
});
