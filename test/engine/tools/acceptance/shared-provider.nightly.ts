/** A provider of the run's own that others use before the run removes it. */
import assert from "node:assert/strict";
import {
  AddClientIDToOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
} from "@aws-sdk/client-iam";
import { describeWithLab } from "../../../../lab/testing/with-lab";
import { RUN_TAG } from "../../../../tools/acceptance/run-names";
import { runProcess } from "./acceptance-process";
import { counts, EMPTY } from "./account-state";
import { administrator, PROVIDER_ARN } from "./administrator";

const OTHERS = "api://somebody-else";
const PROVIDER_CREATED = /OpenIdConnectProvider \S+ created/;
const provider = { OpenIDConnectProviderArn: PROVIDER_ARN };

describeWithLab(
  "npm run acceptance, whose provider others use",
  { pluginProcesses: true, savesEachStep: true },
  function (lab) {
    this.timeout("10m");

    it("leaves the provider to them, and removes all else", async () => {
      const iam = administrator(lab());
      const run = await runProcess(lab(), {
        onLine: async (line) => {
          if (PROVIDER_CREATED.test(line)) {
            const command = new AddClientIDToOpenIDConnectProviderCommand({ ...provider, ClientID: OTHERS });
            await iam.send(command);
          }
        },
        interruptAt: [/❯ 4\/9/],
      });
      assert.equal(run.exitCode, 130, run.output);
      const { ClientIDList, Tags = [] } = await iam.send(new GetOpenIDConnectProviderCommand(provider));
      assert.deepEqual(ClientIDList, [OTHERS]);
      assert.equal(
        Tags.find(({ Key }) => Key === RUN_TAG)?.Value,
        /acceptance[0-9a-f]{8}/.exec(run.output)?.[0],
      );
      assert.match(run.output, /The run keeps the OIDC provider that it created/);
      assert.deepEqual(await counts(lab()), { ...EMPTY, oidcProviders: 1 });
      assert.equal(run.report?.leftSharedProvider, true);
      await iam.send(new DeleteOpenIDConnectProviderCommand(provider));
    });
  },
);
