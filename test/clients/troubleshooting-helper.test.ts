import assert from "node:assert/strict";
import path from "node:path";
import { patternOf } from "../../cli/explain/known-errors/known-error";
import { KNOWN_ERRORS } from "../../cli/explain/known-errors/known-errors";
import { runCli } from "../unit/cli/run-cli";
import { awsCliV1 } from "./aws-cli/aws-cli-v1";
import { boto3 } from "./boto3/boto3";
import type { ReadyClient } from "./client";
import { ClientVm } from "./client-vm";
import { javaScriptV3 } from "./javascript/javascript-v3";
import type { VmUser } from "./vm-user";

const known = new Map(KNOWN_ERRORS.flatMap(({ errors }) => errors.map((error) => [error.code, error])));

/**
 * Faults on the way from the VM to a session, by the entry whose text they provoke. Entra reuses a token for a day, so the
 * refusals of a token come before the first token.
 */
const FAULTS: readonly {
  readonly code: string;
  readonly begin: (vm: ClientVm) => Promise<void>;
  readonly end: (vm: ClientVm) => Promise<void>;
}[] = [
  {
    code: "imds-identity-not-found",
    begin: (vm) => vm.attachIdentity(false),
    end: (vm) => vm.attachIdentity(true),
  },
  {
    code: "aadsts501051",
    begin: (vm) => vm.changeApplication({ appRoleAssignmentRequired: true }),
    end: (vm) => vm.changeApplication({ appRoleAssignmentRequired: false }),
  },
  {
    code: "aadsts500014",
    begin: (vm) => vm.changeApplication({ accountEnabled: false }),
    end: (vm) => vm.changeApplication({ accountEnabled: true }),
  },
  {
    code: "web-identity-not-authorized",
    begin: (vm) => vm.deleteRole(),
    end: (vm) => vm.createRole(),
  },
];

describe("The texts of AWS CLI, boto3, and JavaScript v3 when the helper fails", function () {
  this.timeout(180_000);
  let vm: ClientVm;
  let clients: Record<"cli" | "boto3" | "javaScript", ReadyClient>;

  before(async function () {
    this.timeout(600_000); // The lab's Python packages are fetched when there are none yet.
    vm = await ClientVm.start();
    clients = {
      cli: await awsCliV1.prepare(),
      boto3: await boto3.prepare(),
      javaScript: await javaScriptV3.prepare(),
    };
  });
  after(() => vm.stop());

  async function shown(client: ReadyClient, user?: VmUser): Promise<string> {
    const { stdout, stderr } = await (user ?? (await vm.newUser())).list(client);
    return `${stdout}${stderr}`;
  }

  async function codesIn(text: string): Promise<string[]> {
    const { stdout } = await runCli(["explain", "--format", "json"], text);
    return (JSON.parse(stdout) as { errors: { code: string }[] }).errors.map(({ code }) => code);
  }

  for (const { code, begin, end } of FAULTS) {
    it(`hold the manual's text for ${code}, or hide it as the manual says`, async () => {
      const error = known.get(code) ?? assert.fail(`no entry ${code}`);
      await begin(vm);
      try {
        for (const client of [clients.cli, clients.boto3]) {
          const text = await shown(client);
          assert.match(text, /Error when retrieving credentials from custom-process: azure-to-aws: /);
          // The whole text of the cloud, not only what explain looks for.
          assert.match(text, patternOf({ text: error.text }));
          // The helper's own message repeats that text, and its code alone explains it.
          const own = /\[([a-z0-9-]+)\]\s*$/.exec(text)?.[1] ?? assert.fail(text);
          assert.deepEqual(await codesIn(text), [own]);
        }
        const chain = await shown(clients.javaScript);
        assert.match(chain, /CredentialsProviderError: Could not load credentials from any providers\n/);
        assert.doesNotMatch(chain, patternOf(error));
        assert.deepEqual(await codesIn(chain), ["client-javascript-no-providers"]);
        const user = await vm.newUser();
        const script = path.join(__dirname, "javascript/from-ini.mjs");
        const { stderr } = await user.run([process.execPath, script]);
        assert.match(stderr, /^CredentialsProviderError: Command failed: \S*credential_process/);
        assert.match(stderr, patternOf({ text: error.text }));
        assert.ok((await codesIn(stderr)).includes("client-javascript-command-failed"));
      } finally {
        await end(vm);
      }
    });
  }

  it("hold the manual's text for a profile that does not exist, and for no profile", async () => {
    const user = await vm.newUser();
    const python = [
      clients.boto3.command[0],
      "-c",
      "import boto3; boto3.client('s3').list_buckets()",
    ] as const;
    const aws = ["aws", "s3", "ls"] as const;
    for (const command of [[...aws] as const, [...python] as const]) {
      const unknown = await user.run(command, { AWS_PROFILE: "nobody" });
      assert.match(unknown.stderr, /The config profile \(nobody\) could not be found\s*$/);
      assert.deepEqual(await codesIn(unknown.stderr), ["client-profile-not-found"]);
      const none = await user.run(["sh", "-c", 'unset AWS_PROFILE; exec "$@"', "sh", ...command], {
        AWS_CONFIG_FILE: "/nonexistent",
      });
      assert.match(none.stderr, /Unable to locate credentials/);
      assert.deepEqual(await codesIn(none.stderr), ["client-no-credentials"]);
    }
  });

  it("cover every entry that the manual calls provoked, with the refused calls", () => {
    const elsewhere = [
      "client-credential-process-failed",
      "client-javascript-command-failed",
      "client-javascript-no-providers",
      "client-no-credentials",
      "client-profile-not-found",
    ];
    const marked = [...known.values()].filter(({ inLab }) => inLab === true);
    assert.deepEqual(
      marked
        .filter(({ call }) => call === undefined)
        .map(({ code }) => code)
        .sort(),
      [
        ...elsewhere,
        ...FAULTS.map(({ code }) => code).filter((code) => known.get(code)?.call === undefined),
      ].sort(),
    );
  });
});
