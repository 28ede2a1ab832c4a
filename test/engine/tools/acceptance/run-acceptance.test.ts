import assert from "node:assert/strict";
import { CreateOpenIDConnectProviderCommand, GetOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import type { Lab } from "../../../../lab";
import {
  LAB_AWS_ACCOUNT_ID,
  LAB_DEPLOYER,
  LAB_SUBSCRIPTION_ID,
  LAB_TENANT_ID,
} from "../../../../lab/lab-facts";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { LAB_ANSWERS } from "../../../../tools/acceptance/lab-answers";
import { OPEN_QUESTIONS, type QuestionId } from "../../../../tools/acceptance/open-questions";
import { type FinishedRun, labEnvironment, removeByHand, runProcess } from "./acceptance-process";
import { counts, EMPTY } from "./account-state";
import { administrator, PROVIDER_ARN } from "./administrator";

/** What somebody else has in the account already. */
const OTHERS = "api://somebody-else";

async function clientIds(lab: Lab): Promise<readonly string[] | undefined> {
  const command = new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER_ARN });
  return (await administrator(lab).send(command)).ClientIDList;
}

describeWithLab(
  "npm run acceptance, led to the lab",
  { pluginProcesses: true, savesEachStep: true, recordsEvents: true },
  function (lab) {
    this.timeout("15m");

    describe("in an account that has the tenant's provider", () => {
      let run: FinishedRun;

      before(async () => {
        const create = { Url: `https://sts.windows.net/${LAB_TENANT_ID}/`, ClientIDList: [OTHERS] };
        await administrator(lab()).send(new CreateOpenIDConnectProviderCommand(create));
        run = await runProcess(lab());
      });

      it("passes all nine steps", () => {
        assert.equal(run.exitCode, 0, run.output);
        assert.deepEqual(
          run.report?.steps.map(({ outcome }) => outcome),
          Array<string>(9).fill("held"),
        );
        assert.equal(run.report.ending, "passed");
        assert.match(run.output, /All 9 steps passed in \d+ s\./);
      });

      it("says before it starts what it creates, where, and for how much", () => {
        const before = run.output.slice(0, run.output.indexOf("1/9"));
        assert.match(before, /subscription 5b1f0c7e-\S+, westeurope/);
        assert.match(before, /one client ID in the existing OIDC provider of the tenant/);
        assert.match(before, /Cost: \$0\.\d{3} per hour while it exists/);
      });

      it("adopts the provider, and removes only the client ID that it added", async () => {
        assert.equal(run.report?.adoptedProvider, true);
        assert.deepEqual(await clientIds(lab()), [OTHERS]);
      });

      it("leaves nothing else in either cloud", async () => {
        assert.deepEqual(await counts(lab()), { ...EMPTY, oidcProviders: 1 });
        assert.match(run.output, /^Nothing is left in the clouds\.$/m);
      });

      it("finds no difference between the lab and the table of its texts", () => {
        assert.deepEqual(run.report?.findings, []);
        assert.equal(run.report.texts.length, 7);
        assert.deepEqual(
          run.report.polling.map(({ operation }) => operation),
          [
            "PUT Microsoft.Compute/virtualMachines/runCommands",
            "PATCH Microsoft.Compute/virtualMachines",
            "DELETE resourceGroups",
            "PUT Microsoft.Network/networkInterfaces",
            "PUT Microsoft.Compute/virtualMachines",
          ],
        );
      });

      it("names the connection that another VM of the subnet did not get", () => {
        assert.deepEqual(run.report?.texts.at(-1), {
          title: "Connecting to port 22 from another VM of the subnet",
          service: "Azure Virtual Network",
          text: "ssh: connect to host <address> port 22: Connection timed out",
          lab: "ssh: connect to host <address> port 22: Connection timed out",
        });
      });

      it("answers with the product's commands, and as the table of the lab's answers says", () => {
        assert.deepEqual(
          run.report?.answers.map(({ question, came, same }) => [question, came, same]),
          Object.entries(LAB_ANSWERS).map(([id, answer]) => [
            OPEN_QUESTIONS[id as QuestionId].question,
            id === "unknown-access-key" ? answer.replace(/AKIA\w+/, "<AWS ID>") : answer,
            true,
          ]),
        );
        assert.match(
          run.output,
          /11 answers; 1 without an answer[\s\S]*^Questions about the clouds: 11 answered, 15 open\./m,
        );
      });

      it("notes what the login may not collect", () => {
        const [collected] = run.report?.answers ?? [];
        assert.equal(
          collected?.note,
          "complete: 14 of 16; refused: entra/<tenant>/directory-roles, entra/<tenant>/eligible-directory-roles",
        );
      });

      it("lists the questions that remain, and why one of them has no answer", () => {
        // The lab's IAM does not show the last use of the root user's key.
        assert.deepEqual(
          run.report?.open.flatMap(({ question, reason }) =>
            reason === undefined ? [] : [[question, reason]],
          ),
          [[OPEN_QUESTIONS["last-use-delay"].question, "The Access Key with id <secret> cannot be found."]],
        );
        assert.ok(
          run.report.open.some(({ question }) => question === OPEN_QUESTIONS["suspension-delay"].question),
        );
      });

      it("writes a report without secrets, IDs, and names", () => {
        const text = JSON.stringify(run.report) + run.markdown;
        const environment = labEnvironment(lab());
        const secrets = [environment.ARM_CLIENT_SECRET, environment.AWS_SECRET_ACCESS_KEY];
        const values = [
          ...secrets,
          LAB_TENANT_ID,
          LAB_SUBSCRIPTION_ID,
          LAB_AWS_ACCOUNT_ID,
          LAB_DEPLOYER.clientId,
        ];
        for (const value of values) {
          assert.ok(value !== undefined && value !== "");
          assert.ok(!text.includes(value), value);
        }
        assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-/);
      });

      after(async () => {
        const { DeleteOpenIDConnectProviderCommand } = await import("@aws-sdk/client-iam");
        const command = new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER_ARN });
        await administrator(lab()).send(command);
      });
    });

    describe("after Ctrl-C in the update", () => {
      let run: FinishedRun;

      before(async () => {
        run = await runProcess(lab(), { interruptAt: [/aws:iam:Role\S* .* created|devteam-role created/] });
      });

      it("destroys what it created, and says so", async () => {
        assert.equal(run.exitCode, 130, run.output);
        assert.match(run.output, /^Nothing is left in the clouds\.$/m);
        assert.deepEqual(await counts(lab()), EMPTY);
      });

      it("writes a report all the same", () => {
        assert.equal(run.report?.ending, "interrupted");
        assert.deepEqual(
          run.report.steps.map(({ outcome }) => outcome),
          ["held", "held", "interrupted", ...Array<string>(6).fill("not reached")],
        );
      });
    });

    describe("after a second Ctrl-C while it destroys", () => {
      let run: FinishedRun;

      before(async () => {
        run = await runProcess(lab(), {
          interruptAt: [/devteam-verify created|devteam-guest created/, /pulumi destroy$/],
        });
      });

      it("ends, and its list is what the clouds still have", async () => {
        assert.equal(run.exitCode, 3, run.output);
        const left = run.report?.left ?? {};
        const { oidcProviders, roles, buckets } = await counts(lab());
        const groups = lab().azure.counts().resources["Microsoft.Resources/resourceGroups"];
        assert.deepEqual(left, {
          ...(groups === undefined ? {} : { "resource group": groups }),
          ...(lab().azure.counts().applications === 0 ? {} : { application: 1 }),
          ...(roles === 0 ? {} : { role: roles }),
          ...(oidcProviders === 0 ? {} : { "OIDC provider": 1 }),
          bucket: buckets,
        });
        assert.equal(buckets, 2);
      });

      it("is asked again by --left, which prints the same commands and creates nothing", async () => {
        const [name = ""] = /acceptance[0-9a-f]{8}/.exec(run.output) ?? [];
        const again = await runProcess(lab(), { args: ["--left", name] });
        assert.equal(again.exitCode, 3, again.output);
        assert.deepEqual(again.commands, run.commands);
        assert.equal(again.report, undefined);
      });

      it("prints commands that remove all of it", async () => {
        await removeByHand(lab(), run.commands);
        assert.deepEqual(await counts(lab()), EMPTY);
      });
    });
  },
);
