/** AWS clients that get their credentials from the static helper's endpoint: they read no AWS config, and no Python runs. */
import assert from "node:assert/strict";
import type { ReadyClient } from "../client";
import { ClientVm } from "../client-vm";
import { OBJECT } from "../facts";
import type { ClientRun } from "../vm-user";
import { ENDPOINT_CLIENTS } from "./endpoint-clients";
import { staticHelper } from "./static-helper";

/** Packages are fetched and clients compiled on a machine's first run. */
const PREPARATION = "30m";

describe("Through the endpoint of the static helper", function () {
  this.timeout("5m");
  let vm: ClientVm;
  let helper: string;

  before(async function () {
    this.timeout(PREPARATION);
    helper = (await staticHelper()).released;
    vm = await ClientVm.start();
  });
  beforeEach(() => {
    vm.reset();
  });
  after(() => vm.stop());

  /** Starts a client as the command of `serve`, with the variables of the endpoint in place of a profile. */
  const list = async ({ command }: ReadyClient, times = 1, change = ""): Promise<ClientRun> => {
    const client = `unset AWS_CONFIG_FILE; ${change} exec "$@"`;
    const started = `exec "$0" serve --config "$AWS_CONFIG_FILE" -- sh -c '${client}' sh "$@"`;
    const user = await vm.newUser();
    return user.list({ version: "", command: ["sh", "-c", started, helper, ...command] }, { times });
  };

  for (const { name, prepare } of ENDPOINT_CLIENTS) {
    describe(name, () => {
      let ready: ReadyClient;

      before(async function () {
        this.timeout(PREPARATION);
        ready = await prepare();
      });

      it("lists a bucket ten times with one session", async () => {
        const { exitCode, stdout, stderr } = await list(ready, 10);
        assert.equal(exitCode, 0, stderr);
        const found = stdout.trimEnd().split("\n");
        assert.deepEqual(
          found.map((line) => line.replace(/^.*?([\w.]+)$/, "$1")),
          Array.from({ length: 10 }, () => OBJECT),
        );
        assert.equal(vm.stsCalls, 1);
      });

      it("lists nothing with another token", async () => {
        // Without credentials, some would ask the metadata service of AWS.
        const other = `export AWS_EC2_METADATA_DISABLED=true; printf %s another >"$HOME/token";
          export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE="$HOME/token";`;
        const { exitCode, stdout } = await list(ready, 1, other);
        assert.notEqual(exitCode, 0);
        assert.doesNotMatch(stdout, new RegExp(OBJECT));
      });
    });
  }

  describe("of a role that was deleted", () => {
    before(() => vm.deleteRole());
    after(() => vm.createRole());

    it("no client starts, and the reason is on stderr", async () => {
      const run = await list({ version: "", command: ["echo", "started"] });
      assert.equal(run.exitCode, 1);
      assert.equal(run.stdout, "");
      assert.match(run.stderr, /^azure-to-aws: team-reports: .* \[sts-access-denied\]\n$/);
    });
  });
});
