/** What is installed on the VM of a workload, and when a deployment proves again that it works. */
import assert from "node:assert/strict";
import {
  AzureToAwsFederation,
  type AzureToAwsFederationArgs,
  type GuestSettings,
  type WorkloadSettings,
} from "../../../../components";
import { renderInstallScript, renderVerifyScript } from "../../../../credential-helper";
import { CLIENT_ID, declare, inputsOf, ISSUER, PRINCIPAL_ID, TENANT_ID } from "../mock-clouds";
import { ED25519_KEY } from "../ssh-keys";

const profiles = [
  {
    profileName: "app",
    roleArn: "arn:aws:iam::111122223333:role/fed-app-role",
    audience: `api://${TENANT_ID}/shop-dev-fed`,
    clientId: CLIENT_ID,
    issuer: ISSUER,
    subject: PRINCIPAL_ID,
    region: "eu-west-1",
    durationSeconds: 3600,
  },
];
const permissions = { readBuckets: ["reports"] };
const virtualMachine = { sshPublicKey: ED25519_KEY };
const policyOf = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

/** What a Run Command is told. */
interface RunCommand {
  readonly script: string;
  readonly timeoutInSeconds: unknown;
  readonly tags: unknown;
}

/** The Run Commands on the VM of `app`: what installs, and what verifies where there is one. */
async function runCommands(
  app: Partial<WorkloadSettings>,
  args: Partial<AzureToAwsFederationArgs> = {},
): Promise<{ install: RunCommand; verify: RunCommand | undefined }> {
  const workloads = { app: { permissions, virtualMachine, ...app } };
  const given = { location: "westeurope", region: "eu-west-1", ...args, workloads };
  const { resources, failures } = await declare(() => new AzureToAwsFederation("fed", given));
  assert.deepEqual(failures, []);
  const commandOf = (name: string): RunCommand => {
    const { source, timeoutInSeconds, tags } = inputsOf(resources, name);
    return { script: (source as { script: string }).script, timeoutInSeconds, tags };
  };
  const verifies = resources.some(({ name }) => name === "fed-app-verify");
  return {
    install: commandOf("fed-app-guest"),
    verify: verifies ? commandOf("fed-app-verify") : undefined,
  };
}

/** The digest of what a verification depends on, for which Azure runs it again. */
function digestOf(script: string): string {
  const found = /^# Verifies .*: ([0-9a-f]{64})$/m.exec(script)?.[1];
  assert.ok(found !== undefined, script.slice(0, 200));
  return found;
}

describe("AzureToAwsFederation with what is chosen about its guest", () => {
  it("requests sessions as short as STS allows, whatever the role's maximum is", async () => {
    for (const [app, durationSeconds] of [
      [{ guest: { durationSeconds: 900 } }, 900],
      [{ guest: { durationSeconds: 7200 }, maxSessionDuration: 7200 }, 7200],
      [{ guest: {}, maxSessionDuration: 7200 }, 7200],
    ] as const) {
      const { install } = await runCommands(app);
      const requested = profiles.map((profile) => ({ ...profile, durationSeconds }));
      assert.equal(install.script, renderInstallScript({ profiles: requested }));
    }
  });

  for (const [app, message] of [
    [
      { guest: { durationSeconds: 899 } },
      /guest\.durationSeconds: out of range\. .* from 900 \(15 minutes\) to 43200/,
    ],
    [
      { guest: { durationSeconds: 3601 } },
      /guest\.durationSeconds: longer than the role allows\. Expected at most maxSessionDuration, 3600 seconds; got 3601 \[session-exceeds-maximum\]/,
    ],
    [{ maxSessionDuration: 900 }, /maxSessionDuration: out of range\. .* from 3600 \(1 hour\)/],
  ] as const) {
    it(`refuses ${JSON.stringify(app)}`, async () => {
      await assert.rejects(runCommands(app), message);
    });
  }

  const installs: readonly [GuestSettings, object, number][] = [
    [{}, {}, 600],
    [{ installAwsCli: true }, { installAwsCli: true }, 1800],
  ];
  for (const [guest, expected, timeout] of installs) {
    it(`installs with ${JSON.stringify(guest)} exactly that, and verifies nothing`, async () => {
      const { install, verify } = await runCommands({ guest });
      assert.equal(install.script, renderInstallScript({ profiles, ...expected }));
      assert.equal(install.timeoutInSeconds, timeout);
      assert.equal(verify, undefined);
    });
  }

  it("verifies as root", async () => {
    const { verify } = await runCommands({ guest: { verify: true } });
    const script = verify?.script ?? "";
    const wanted = renderVerifyScript({ user: "root", trigger: "not compared" });
    assert.equal(script.replace(digestOf(script), ""), wanted.replace(digestOf(wanted), ""));
  });

  const guest = { verify: true };
  const verification = async (app: Partial<WorkloadSettings>, args?: Partial<AzureToAwsFederationArgs>) =>
    (await runCommands({ guest, ...app }, args)).verify?.script ?? "";

  const inline = (Action: string) => ({ ...permissions, inlinePolicies: { tables: policyOf(Action) } });
  const managed = (name: string) => ({
    ...permissions,
    managedPolicyArns: { audit: `arn:aws:iam::aws:policy/${name}` },
  });
  const changes: readonly [string, Partial<WorkloadSettings>, Partial<WorkloadSettings>][] = [
    ["the buckets do", {}, { permissions: { readBuckets: ["reports", "builds"] } }],
    [
      "the text of an inline policy does",
      { permissions: inline("sqs:SendMessage") },
      { permissions: inline("sqs:ReceiveMessage") },
    ],
    [
      "the ARN of a managed policy does",
      { permissions: managed("SecurityAudit") },
      { permissions: managed("ViewOnlyAccess") },
    ],
    [
      "the permissions boundary does",
      {},
      { permissionsBoundaryArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ],
    ["the trust does", {}, { allowedSourceIps: ["203.0.113.0/24"] }],
    ["the profile does", {}, { guest: { ...guest, durationSeconds: 900 } }],
  ];
  for (const [title, before, after] of changes) {
    it(`verifies again when only ${title}`, async () => {
      assert.notEqual(digestOf(await verification(before)), digestOf(await verification(after)));
    });
  }

  it("verifies no second time when neither of them changes", async () => {
    const first = await verification({});
    const same: Partial<WorkloadSettings> = {
      roleDescription: "reads reports",
      roleTags: { team: "orders" },
      virtualMachine: { ...virtualMachine, size: "Standard_B2s", tags: { stage: "dev" } },
    };
    assert.equal(
      await verification(same, { azureTags: { owner: "platform" }, awsTags: { owner: "platform" } }),
      first,
    );
  });

  it("verifies nothing while the workload is suspended, since AWS denies it", async () => {
    const { install, verify } = await runCommands({ guest, suspended: true });
    assert.equal(install.script, renderInstallScript({ profiles }));
    assert.equal(verify, undefined);
  });

  it("gives both Run Commands the tags of the federation, and not those of the VM alone", async () => {
    const { install, verify } = await runCommands(
      { guest, virtualMachine: { ...virtualMachine, tags: { stage: "dev" } } },
      { azureTags: { owner: "platform" } },
    );
    assert.deepEqual(install.tags, { owner: "platform" });
    assert.deepEqual(verify?.tags, { owner: "platform" });
    assert.equal((await runCommands({ guest })).verify?.tags, undefined);
  });
});
