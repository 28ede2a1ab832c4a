import assert from "node:assert/strict";
import { ClientVm } from "./client-vm";
import type { VmUser } from "./vm-user";

/** What older AWS SDKs for C++ do with `credential_process`: both outputs are the answer. */
const MERGED = `eval "$(sed -n 's/^credential_process = //p' "$AWS_CONFIG_FILE") 2>&1" | python3 -m json.tool`;

describe("The command line of the installed AWS config, with standard error in its output", function () {
  this.timeout(120_000);
  let vm: ClientVm;

  before(async function () {
    this.timeout(600_000); // The lab's Python packages are fetched when there are none yet.
    vm = await ClientVm.start();
  });
  after(() => vm.stop());
  beforeEach(() => {
    vm.reset();
  });

  /** The access key in the answer, which must be valid JSON. */
  async function accessKey(user: VmUser): Promise<unknown> {
    const { exitCode, stdout, stderr } = await user.run(["sh", "-c", MERGED]);
    assert.equal(exitCode, 0, stderr);
    const { Version, AccessKeyId } = JSON.parse(stdout) as Record<string, unknown>;
    assert.equal(Version, 1);
    return AccessKeyId;
  }

  it("is valid JSON without a usable cache, with one session for all calls", async () => {
    const user = await vm.newUser();
    await user.spoilCache();
    const [first, second] = [await accessKey(user), await accessKey(user)];
    assert.equal(first, second);
    assert.equal(vm.stsCalls, 1);
  });

  it("is valid JSON with the old session while the clouds are down", async () => {
    vm.resetWithOldSessions(600);
    const user = await vm.newUser();
    const first = await accessKey(user);
    vm.breakImds("down");
    assert.equal(await accessKey(user), first);
    assert.equal(vm.stsCalls, 1);
  });

  it("is not valid JSON when the helper fails", async () => {
    await vm.deleteRole();
    try {
      const user = await vm.newUser();
      const { exitCode, stdout } = await user.run(["sh", "-c", MERGED]);
      assert.deepEqual([exitCode, stdout], [1, ""]);
    } finally {
      await vm.createRole();
    }
  });
});
