/** The attack matrix: every attack is refused with exactly the error that it must meet, and changes nothing. */
import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { CreateUserCommand, DeleteUserCommand } from "@aws-sdk/client-iam";

import { checkAssuranceTable } from "../../lab/assurance/write-tables";
import { attackMatrix } from "../../lab/attacks";
import type { AttackContext } from "../../lab/attacks/attack";
import { openBattlefield } from "../../lab/attacks/battlefield";
import { PLANTED_KEY_ID } from "../../lab/attacks/helper-call";
import { limits } from "../../lab/attacks/limits";
import { matrixTables } from "../../lab/attacks/matrix-tables";
import { runAttack } from "../../lab/attacks/run-attack";
import { type State, stateOf } from "../../lab/attacks/state";
import { OTHER_ACCOUNT_ID } from "../../lab/attacks/sts-request";
import { deploy } from "../../lab/demo/steps/deploy";
import { administratorIam } from "../../lab/exploits/aws-thief";
import { Lab } from "../../lab/lab";
import { prepareToolchain } from "../../lab/toolchain/toolchain";

describe("the attack matrix", function () {
  this.timeout(60_000);
  let lab: Lab;
  let context: AttackContext;
  let beginning: State;

  before(async function () {
    this.timeout(900_000); // The CLI is built when there is none yet.
    lab = await Lab.start(await prepareToolchain({ report: () => undefined }), {
      awsMembers: [{ accountId: OTHER_ACCOUNT_ID, buckets: {} }],
    });
    const { signal } = new AbortController();
    const deployment = await deploy(lab, { report: () => undefined, signal });
    context = await openBattlefield(lab, deployment);
    beginning = await stateOf(context);
  });

  after(async () => {
    await lab.stop();
  });

  it("has forty attacks and more, each once", () => {
    const all = attackMatrix.flatMap(({ name, attacks }) =>
      attacks.map((attack) => `${name}: ${attack.name}`),
    );
    assert.ok(all.length >= 40);
    assert.equal(new Set(all).size, all.length);
  });

  it("sees what an attack could change in either cloud and on the machine", async () => {
    const { directory } = lab.azure.tenant();
    const planted = path.join(context.vm.folder, "etc/planted");
    const application = directory.createApplication({ displayName: "planted" });
    const iam = administratorIam(lab);
    await iam.send(new CreateUserCommand({ UserName: "planted" }));
    await writeFile(planted, "");
    const before = Object.keys(beginning);
    const added = Object.keys(await stateOf(context)).filter((place) => !before.includes(place));
    assert.deepEqual(added.toSorted(), [
      "/etc/planted",
      `Entra ${application.id}`,
      "IAM arn:aws:iam::111122223333:user/planted",
    ]);
    await rm(planted);
    await iam.send(new DeleteUserCommand({ UserName: "planted" }));
    directory.deleteApplication(application);
    assert.deepEqual(await stateOf(context), beginning);
  });

  for (const { title, attacks } of attackMatrix) {
    describe(title, () => {
      for (const attack of attacks) {
        it(`${attack.name}: ${attack.refusal.code}`, async function () {
          if (attack.needsRoot === true && process.getuid?.() !== 0) this.skip();
          const { refusal, before, after } = await runAttack(context, attack, beginning);
          const { code, message } = attack.refusal;
          assert.deepEqual(refusal, { code, message });
          assert.deepEqual(after, before, "nothing is changed");
        });
      }
    });
  }

  it("leaves everything as it was", async () => {
    assert.deepEqual(await stateOf(context), beginning);
  });

  describe("does not hold what the documentation says that nothing can hold", () => {
    const SESSION = /^arn:aws:sts::111122223333:assumed-role\/[\w-]+\/[\w@-]+$/;

    for (const { name, attempt } of limits) {
      it(name, async () => {
        const gained = await attempt(context);
        assert.ok(gained === PLANTED_KEY_ID || SESSION.test(gained), gained);
      });
    }
  });

  it("is told in docs/assurance.md", async () => {
    for (const table of matrixTables()) await checkAssuranceTable(table);
  });
});
