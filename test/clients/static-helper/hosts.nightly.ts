/** Programs that were written for AWS, unchanged, behind `serve` on each kind of host. No Python runs, and there is no AWS config. */
import assert from "node:assert/strict";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { ProcessResult } from "../../../lab/azure";
import { describeWith } from "../../../lab/testing/describe-with";
import { type Host, IdentityLab } from "../azure/identity/identity-lab";
import type { Command } from "../client";
import { BUCKET, OBJECT } from "../facts";
import { javaV2 } from "../java-v2/java-v2";
import { javaScriptV3 } from "../javascript/javascript-v3";
import { staticHelper } from "./static-helper";

/** Fetching modules and compiling on a machine's first run. */
const PREPARATION = "20m";
const HOSTS: readonly Host[] = [
  "virtual machine",
  "App Service",
  "container app",
  "job of Container Apps",
  "pod of trusted",
];

describeWith(
  "Behind the endpoint of the static helper",
  () => IdentityLab.start(),
  (lab) => {
    let helper: string;
    const programs: Record<string, Command> = {};

    before(async function () {
      this.timeout(PREPARATION);
      helper = (await staticHelper()).released;
      for (const { name, prepare } of [javaScriptV3, javaV2]) {
        programs[name] = (await prepare()).command;
      }
    });

    const run = async (
      host: Host,
      program: Command,
      { clientId = lab().workload.clientId, command = ["serve"] } = {},
    ): Promise<ProcessResult> => {
      const { entra, federations } = lab();
      const { roleArn, uri } = federations[1];
      const options = ["--role-arn", roleArn, "--audience", uri, "--client-id", clientId];
      const words: Command = [
        helper,
        ...command,
        ...options,
        "--region",
        "eu-west-1",
        "--",
        ...program,
        BUCKET,
        "1",
        "0",
      ];
      return lab().run(host, words, host.startsWith("pod") ? entra.environment() : {});
    };

    for (const host of HOSTS) {
      for (const name of [javaScriptV3.name, javaV2.name]) {
        it(`a program with the ${name} lists a bucket on the ${host}`, async () => {
          const { exitCode, stdout, stderr } = await run(host, programs[name] ?? [""]);
          assert.equal(exitCode, 0, stderr);
          assert.equal(stdout, `${OBJECT}\n`);
        });
      }

      it(`token-file gives a program a token that it exchanges itself on the ${host}`, async () => {
        const { exitCode, stdout, stderr } = await run(host, programs[javaScriptV3.name] ?? [""], {
          command: ["token-file", "--file", path.join(lab().folder, "token")],
        });
        assert.equal(exitCode, 0, stderr);
        assert.equal(stdout, `${OBJECT}\n`);
        assert.equal((await stat(path.join(lab().folder, "token"))).mode & 0o777, 0o600);
      });

      it(`no program starts for another identity on the ${host}`, async () => {
        const program = "echo";
        const { exitCode, stdout, stderr } = await run(host, [program], {
          clientId: lab().stranger.clientId,
        });
        assert.deepEqual([exitCode, stdout], [1, ""]);
        const code = host.startsWith("pod") ? "entra-no-federated-credential" : "entra-not-assigned";
        assert.match(stderr, new RegExp(`^azure-to-aws: default: .* \\[${code}\\]\n$`));
      });
    }
  },
);
