/** A federation that was made by hand is taken over: the real engine, the lab's clouds, the file that the command writes. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import { DeleteRolePolicyCommand, IAMClient } from "@aws-sdk/client-iam";

import { OWN_APP_ROLE } from "../../../cli/import/plan-import";
import type { Lab } from "../../../lab/lab";
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import { deeds, ProgramStack, startLab } from "../../components/federation-lab";
import { runCli } from "../run-cli";
import { byHand, printed, type Made } from "./by-hand";

describe("a set-up that was made by hand", function () {
  this.timeout(600_000);
  let lab: Lab;

  before(async function () {
    this.timeout(900_000); // Tools are fetched when there are none yet.
    lab = await startLab();
  });

  after(async () => {
    await lab.stop();
  });

  async function deleteRolePolicy(role: string, policy: string): Promise<void> {
    const { AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = lab.pulumi.environment;
    const client = new IAMClient({
      endpoint: AWS_ENDPOINT_URL ?? "",
      region: AWS_REGION ?? "",
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID ?? "", secretAccessKey: AWS_SECRET_ACCESS_KEY ?? "" },
    });
    await client.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: policy }));
  }

  const setUps: [title: string, name: string, appRoleId: string][] = [
    ["with an application of the component's kind", "own", OWN_APP_ROLE],
    ["with an application of another kind, which it adopts", "other", "0d6b8a4e-5c1f-4b7e-9a3d-2f1e0c9b8a7d"],
  ];
  for (const [title, name, appRoleId] of setUps) {
    it(`is imported ${title}, and an update replaces nothing`, async () => {
      const audience = `api://${LAB_TENANT_ID}/${name}`;
      const hand = await ProgramStack.create(lab, `hand-${name}`);
      await hand.program(byHand(name, audience, appRoleId));
      await hand.succeed("up");
      const outputs = (await hand.stack.outputs()) as Made;

      const files: string[] = [];
      for (const [kind, content] of Object.entries(printed(name, outputs, audience, appRoleId))) {
        const file = path.join(lab.directory, `${name}-${kind}.json`);
        await writeFile(file, JSON.stringify(content));
        files.push(file);
      }
      const written = await runCli(["import", "--name", "orders", "--workload", "reader", ...files]);
      assert.equal(written.exitCode, 0, written.stderr);
      const importFile = path.join(lab.directory, `${name}-import.json`);
      await writeFile(importFile, written.stdout);

      const taken = await ProgramStack.create(lab, `taken-${name}`);
      await taken.program(`const { AzureToAwsFederation } = azure;\n${written.stderr}`);
      const flags = ["--generate-code=false", "--yes", "--protect=false", "--skip-preview"];
      const run = await lab.pulumi.run(
        [
          "import",
          "--file",
          importFile,
          ...flags,
          "--stack",
          taken.stack.name,
          "--config-file",
          taken.stack.configFile,
        ],
        { projectDirectory: path.join(lab.directory, "programs", `taken-${name}`) },
      );
      assert.equal(run.exitCode, 0, run.output);
      const up = await taken.succeed("up");
      assert.deepEqual(
        deeds(up).filter((deed) => !deed.startsWith("updated ")),
        // The only part that the component cannot take over under its old name.
        ["created orders-reader-inline-reports"],
        up.output,
      );
      const again = await taken.succeed("preview");
      assert.deepEqual(deeds(again), [], again.output);
      // What is left to be done by hand, as it was printed.
      assert.match(
        written.stderr,
        /^\/\/ {3}aws iam delete-role-policy --role-name azure-reader --policy-name reports$/m,
      );
      await deleteRolePolicy("azure-reader", "reports");
      await taken.succeed("destroy");
      await hand.succeed("destroy");
    });
  }
});
