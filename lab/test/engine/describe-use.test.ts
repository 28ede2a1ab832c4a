/** The instructions for using the lab by hand, and the environment that a shell reads. */
import assert from "node:assert/strict";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { describeUse } from "../../describe-use";
import { LAB_ROOT } from "../../lab-root";
import { describeWithLab } from "../../testing/with-lab";

describeWithLab("the use of a lab by hand", {}, function (lab) {
  this.timeout("1m");
  let told: string;

  before(async function () {
    this.timeout("15m");
    told = await describeUse(lab());
  });

  /** Runs a command in a shell that has read the environment, where `PATH` was `before`. */
  const run = async (command: string, before: string): Promise<string> => {
    const [, read = ""] = /^ {2}(\. .*)$/m.exec(told) ?? [];
    const env = { PATH: before };
    const { stdout } = await execa("/bin/sh", ["-c", `${read}\n${command}`], { env, extendEnv: false });
    return stdout;
  };

  it("finds the lab's CLI, state and clouds", async () => {
    const { PULUMI_HOME, AWS_ENDPOINT_URL, PATH = "" } = lab().pulumi.environment;
    const cli = path.join(PATH.split(path.delimiter)[1] ?? "", "pulumi");
    const found = await run(
      'command -v pulumi; echo "$PULUMI_HOME"; echo "$AWS_ENDPOINT_URL"',
      "/usr/bin:/bin",
    );
    assert.deepEqual(found.split("\n"), [cli, PULUMI_HOME, AWS_ENDPOINT_URL ?? ""]);
  });

  it("keeps the terminal's own PATH", async () => {
    assert.match(
      await run('echo "$PATH"', "/their own/bin:/usr/bin:/bin"),
      /^[^:]+:[^:]+:\/their own\/bin:\/usr\/bin:\/bin$/,
    );
  });

  /** Runs a command as somebody else, whose file the text names. */
  const runAs = async (who: string, command: string): Promise<string> => {
    const [, read = ""] = new RegExp(`^ {2}(\\. .*/as-${who}\\.sh)$`, "m").exec(told) ?? [];
    assert.notEqual(read, "", told);
    return run(`set -e\n${read}\n${command}`, "/usr/bin:/bin");
  };
  const refusalOf = async (running: Promise<string>): Promise<string> =>
    running.then(
      () => "",
      (error: unknown) => String((error as { stderr?: string }).stderr),
    );

  it("offers each login of Entra, of which only persons are signed in with az", async () => {
    const show = "az ad signed-in-user show --query id --output tsv";
    const [, person = ""] = /a person with narrow rights; object ID (\S+)/.exec(told) ?? [];
    assert.equal(await runAs("person", show), person);
    assert.match(await runAs("administrator", show), /^[0-9a-f-]{36}$/);
    const { tenantId } = lab().azure.tenant();
    const token = `az account get-access-token --resource https://management.azure.com --tenant ${tenantId} --output json`;
    assert.match(await runAs("person", token), /^\{"accessToken":"ey/);
    for (const application of ["usual", "narrow", "broad"]) {
      assert.match(await refusalOf(runAs(application, token)), /^ERROR: Please run 'az login'/);
      // The environment of a person before it leaves nothing behind.
      const applications = 'az rest --url "https://graph.microsoft.com/v1.0/applications"';
      assert.match(await runAs(application, applications), /"displayName":"Deployer"/);
    }
  });

  it("offers a login of AWS that may do what its deployer may not", async () => {
    const list = "aws iam list-roles --query 'Roles[].RoleName' --output json";
    assert.match(await refusalOf(runAs("aws-deployer", list)), /AccessDenied.*iam:ListRoles/);
    assert.equal(await runAs("aws-operator", list), "[]");
  });

  it("runs a program of a person's own", async () => {
    const project = path.join(lab().directory, "own");
    await mkdir(project);
    await writeFile(path.join(project, "Pulumi.yaml"), "name: own\nruntime: nodejs\n");
    await writeFile(path.join(project, "index.js"), "exports.answer = 42;\n");
    await symlink(path.join(LAB_ROOT, "node_modules"), path.join(project, "node_modules"));
    const commands = `cd '${project}'
      pulumi stack init dev >&2 && pulumi up --yes --skip-preview >&2 && pulumi stack output answer`;
    assert.equal(await run(commands, `${path.dirname(process.execPath)}:/usr/bin:/bin`), "42");
  });

  it("lets no program of the shell reach a host outside the lab", async () => {
    // The name exists nowhere: a program that ignored the proxy would say so.
    const url = "https://login.microsoftonline.invalid/";
    const python = `import urllib.request as r
for u in ("${url}", "${url.replace("https", "http")}"):
    try: r.urlopen(u)
    except OSError as e: print(e)`;
    assert.deepEqual((await run(`python3 -c '${python}'`, process.env.PATH ?? "")).split("\n"), [
      "<urlopen error Tunnel connection failed: 403 Not in the lab>",
      "HTTP Error 403: Forbidden",
    ]);
    const node = `require("https").get("${url}").on("error", (e) => console.log(e.message))`;
    assert.match(
      await run(`node -e '${node}'`, `${path.dirname(process.execPath)}:/usr/bin:/bin`),
      /^login\.microsoftonline\.invalid: not available, because the shell of the lab reaches only this machine\. /,
    );
  });

  it("says how the language host for YAML is built, where it is missing", async () => {
    assert.doesNotMatch(told, /YAML|tls\.sh/);
    assert.match(await describeUse(lab(), { lacksYaml: true }), /: npm start -w lab -- --yaml$/m);
  });
});
