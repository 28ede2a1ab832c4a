/** What the helper's benchmarks start: the installed helper, the post's script, and what neither can be faster than. */
import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { bundledHelper } from "../../credential-helper";
import type { BenchmarkContext } from "../benchmark";
import type { NotMeasured } from "../unmeasured";
import { Clouds } from "./clouds";
import type { Command } from "./processes";
import { workload } from "./workload";

/** Everything that is started, and the clouds that it asks. */
export interface Contenders {
  readonly clouds: Clouds;
  /** Environment of all commands. */
  readonly environment: Record<string, string>;
  readonly helper: Command;
  /** The same interpreter with an empty program. */
  readonly emptyPython: Command;
  /** Prints a file as long as the helper's answer. */
  readonly cat: Command;
  /** The script of the post, or undefined where the machine lacks what it runs. */
  readonly script: Command | undefined;
  /** What its rows say in place of samples then. */
  readonly withoutScript: NotMeasured;
  /** The AWS CLI, with a profile of {@link profiles}. */
  readonly listBuckets: (profile: keyof typeof profiles) => Command;
  /** Takes the helper's session away. */
  readonly forget: () => Promise<void>;
}

/** Profiles of the AWS config: where each has its credentials from. */
export const profiles = { helper: "the helper", script: "the post's script", keys: "static keys" } as const;

/** Runs `use` with everything installed and the clouds running, and stops these afterwards. */
export async function withContenders<T>(
  context: BenchmarkContext,
  use: (contenders: Contenders) => Promise<T>,
): Promise<T> {
  const clouds = await Clouds.start();
  try {
    return await use(await install(context, clouds));
  } finally {
    await clouds.stop();
  }
}

async function install(context: BenchmarkContext, clouds: Clouds): Promise<Contenders> {
  const { folder, report, toolchain } = context;
  const { bin } = (await toolchain()).python;
  // The interpreter itself: a version manager's launcher takes longer than all that is measured.
  const { stdout: python } = await execa("python3", ["-I", "-c", "import sys; print(sys.executable)"]);
  const home = path.join(folder, "home");
  const cache = path.join(home, "cache");
  await mkdir(home);

  const helper = [python, "-IBS", await installHelper(folder), ...helperArguments(cache)];
  const missing = missingTools();
  const withoutScript = {
    notMeasured: `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} missing`,
  };
  if (missing.length > 0) {
    report(`${withoutScript.notMeasured}: apt-get install ${missing.join(" ")}`);
  }
  const script = missing.length > 0 ? undefined : await installScript(folder);
  const config = path.join(folder, "config");
  await writeFile(config, awsConfig(helper, script));
  const printed = path.join(folder, "printed");
  await writeFile(printed, `${"x".repeat(1200)}\n`);

  return {
    clouds,
    environment: {
      ...clouds.environment,
      HOME: home,
      PATH: `${bin}:${process.env.PATH ?? ""}`,
      AWS_CONFIG_FILE: config,
      AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    },
    helper,
    emptyPython: [python, "-IBS", "-c", "pass"],
    cat: ["/bin/cat", printed],
    script,
    withoutScript,
    listBuckets: (profile) => [path.join(bin, "aws"), "s3", "ls", "--profile", profile],
    forget: () => rm(cache, { recursive: true, force: true }),
  };
}

async function installHelper(folder: string): Promise<string> {
  const file = path.join(folder, "credential_process.py");
  await writeFile(file, bundledHelper(), { mode: 0o755 });
  return file;
}

function helperArguments(cache: string): string[] {
  return [
    "--role-arn",
    workload.roleArn,
    "--audience",
    workload.audience,
    "--client-id",
    workload.clientId,
    "--issuer",
    workload.issuer,
    "--subject",
    workload.subject,
    "--region",
    workload.region,
    "--cache-dir",
    cache,
  ];
}

/** What the script runs and the machine lacks. */
function missingTools(): string[] {
  const folders = (process.env.PATH ?? "").split(":");
  return ["bash", "curl", "jq"].filter(
    (tool) => !folders.some((place) => existsSync(path.join(place, tool))),
  );
}

/**
 * What the AWS Security Blog's post of 20 September 2024 describes as `/opt/bin/credentials.sh`: a bash script that gets
 * a token from Azure, opens a session with it and prints that, by curl, jq and the AWS CLI.
 */
async function installScript(folder: string): Promise<Command> {
  const file = path.join(folder, "credentials.sh");
  const query = new URLSearchParams({
    "api-version": "2018-02-01",
    resource: workload.audience,
    client_id: workload.clientId,
  });
  const lines = [
    "#!/bin/bash",
    `url="$AZURE_POD_IDENTITY_AUTHORITY_HOST/metadata/identity/oauth2/token?${query.toString()}"`,
    `token=$(curl -s -H Metadata:true "$url" | jq -r .access_token)`,
    `session=$(aws sts assume-role-with-web-identity --role-arn ${workload.roleArn} --region ${workload.region} \\`,
    `  --role-session-name azure --web-identity-token "$token" --output json)`,
    `jq '{Version: 1} + (.Credentials | {AccessKeyId, SecretAccessKey, SessionToken, Expiration})' <<<"$session"`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`, { mode: 0o755 });
  return [file];
}

function awsConfig(helper: Command, script: Command | undefined): string {
  const process = (command: Command) => `credential_process = ${command.join(" ")}`;
  const sections = {
    helper: process(helper),
    ...(script ? { script: process(script) } : {}),
    keys: "aws_access_key_id = AKIABENCH\naws_secret_access_key = bench",
  };
  return Object.entries(sections)
    .map(([name, lines]) => `[profile ${name}]\nregion = ${workload.region}\n${lines}\n`)
    .join("\n");
}
