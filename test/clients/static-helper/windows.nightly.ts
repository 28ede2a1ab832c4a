/** The static helper for Windows on Wine, and a program with an AWS SDK that finds it as it was installed. */
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import type { ProcessResult } from "../../../lab/azure";
import { describeWith } from "../../../lab/testing/describe-with";
import { IdentityLab } from "../azure/identity/identity-lab";
import { BUCKET, OBJECT } from "../facts";
import { goProgram } from "../programs";
import { staticHelper } from "./static-helper";
import { Wine } from "./wine";

/** Wine's first start, and compiling on a machine's first run. */
const PREPARATION = "20m";
const FOLDER = String.raw`C:\Program Files\azure-to-aws`;
const INSTALLED = String.raw`${FOLDER}\azure-to-aws-credentials.exe`;

describeWith(
  "The static helper on Wine",
  () => IdentityLab.start(),
  function (lab) {
    this.timeout("3m");
    let wine: Wine;
    let helper: string;
    let client: string;

    before(async function () {
      this.timeout(PREPARATION);
      helper = (await staticHelper()).windows;
      client = await goProgram("the client for Go v2 on Windows", path.join(__dirname, "../go-v2"), {
        windows: true,
      });
      wine = await Wine.create(path.join(lab().folder, "wine"), (command, env) =>
        lab().run("virtual machine", command, env),
      );
    });
    after(() => wine.stop());

    /** An AWS config as the deployment writes it. */
    const config = async (name: string, clientId = lab().workload.clientId): Promise<string> => {
      const { roleArn, uri } = lab().federations[1];
      const command = `azure-to-aws-credentials process --role-arn ${roleArn} --audience ${uri} --client-id ${clientId}`;
      const file = path.join(lab().folder, name);
      await writeFile(file, `[default]\ncredential_process = ${command}\nregion = eu-west-1\n`);
      return file;
    };

    const install = async (file: string): Promise<ProcessResult> =>
      wine.run([helper, "install", "--config", file]);
    const roleOf = (): string => lab().federations[1].roleArn;

    it("install copies the program and a config that starts it by a path without a space", async () => {
      for (const time of ["first", "second"]) {
        assert.deepEqual(
          await install(await config("config")),
          { exitCode: 0, stdout: `azure-to-aws-federation is installed: ${FOLDER}\\config\n`, stderr: "" },
          time,
        );
      }
      const installed = await readFile(wine.path("Program Files/azure-to-aws/config"), "utf8");
      assert.match(
        installed,
        /^credential_process = C:\\[^\\ ]+\\azure-to-aws\\azure-to-aws-credentials\.exe process --role-arn/m,
      );
    });

    it("verify asks AWS who is calling", async () => {
      const { exitCode, stdout, stderr } = await wine.run([INSTALLED, "verify"]);
      assert.equal(exitCode, 0, stderr);
      const role = roleOf().replace(":iam:", ":sts:").replace(":role/", ":assumed-role/");
      assert.match(stdout, new RegExp(`^default is ${role}/\\S+\n$`));
    });

    it("a program with the AWS SDK for Go lists a bucket with no more than the installation", async () => {
      const { exitCode, stdout, stderr } = await wine.run([client, BUCKET, "2", "0"]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, `${OBJECT}\n${OBJECT}\n`);
    });

    it("uninstall refuses for another role, and then leaves no credentials", async () => {
      const other = await wine.run([INSTALLED, "uninstall", "--role-arn", `${roleOf()}-other`]);
      assert.deepEqual([other.exitCode, other.stdout], [1, ""]);
      assert.match(other.stderr, /\[remove-other-installation\]\n$/);
      assert.deepEqual(await wine.run([INSTALLED, "uninstall", "--role-arn", roleOf()]), {
        exitCode: 0,
        stdout: "azure-to-aws-federation is removed\n",
        stderr: "",
      });
      const { exitCode, stdout } = await wine.run([client, BUCKET, "1", "0"], {
        AWS_EC2_METADATA_DISABLED: "true",
      });
      assert.deepEqual([exitCode, stdout], [1, ""]);
    });

    it("a program lists the bucket behind serve", async () => {
      const { roleArn, uri } = lab().federations[1];
      const options = ["--role-arn", roleArn, "--audience", uri, "--client-id", lab().workload.clientId];
      const command = [helper, "serve", ...options, "--region", "eu-west-1", "--", client, BUCKET, "1", "0"];
      const { exitCode, stdout, stderr } = await wine.run(command as [string, ...string[]]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(stdout, `${OBJECT}\n`);
    });

    it("verify refuses another identity", async () => {
      const installed = await install(await config("other", lab().stranger.clientId));
      assert.equal(installed.exitCode, 0, installed.stderr);
      const { exitCode, stdout, stderr } = await wine.run([INSTALLED, "verify"]);
      assert.deepEqual([exitCode, stdout], [1, ""]);
      assert.match(stderr, /\[entra-not-assigned\]\n/);
    });
  },
);
