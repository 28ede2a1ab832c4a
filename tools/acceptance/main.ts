/** `npm run acceptance`: runs the main job on the user's own accounts, and compares the clouds with the lab. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { optionNames, optionProblem } from "../../lab/command";
import { terminalColumns, wrapped } from "../../lab/terminal";
import { coded, oneOf, quoted, withCode } from "../../messages";
import { accountNames } from "./account-names";
import { findAzureLogin } from "./accounts";
import { AwsAccount } from "./aws-account";
import { azureClients } from "./azure-clients";
import { RealClouds } from "./clouds";
import { demandNoConflicts } from "./conflicting-variables";
import { askForConsent, describePlan } from "./consent";
import { describeEnding, describeLeft, describeReport, EXIT, exitCode, exitCodeOfLook } from "./ending";
import { demandExpectedAccounts } from "./expected-accounts";
import { echoTime, Interruptions } from "./interruptions";
import { RealWork } from "./real-work";
import { knownOfEnvironment } from "./report-redactor";
import { runAcceptance } from "./run-acceptance";
import { namesOfRun, runAudience, type RunNames, runNames } from "./run-names";
import { WireLog } from "./wire-log";
import { composeReport, knownOfRun, writeReport } from "./write-report";

const USAGE = `Usage: npm run acceptance [-- options]

Deploys the quickstart to your own accounts. Then uses it, attacks it, reads the
accounts with collect and audit, and removes what it created. Before that,
prints what it creates and what it costs, and asks. Writes
acceptance-report.json and acceptance-report.md. For details, see
docs/maintaining/run-acceptance.md.

  --yes            do not ask
  --plan           only print what a run creates and costs; needs no login
  --subscription ID
                   refuse to run if the login is in another subscription
  --account ID     refuse to run if the login is in another AWS account
  --location NAME  the Azure region (default: westeurope)
  --region NAME    the AWS region (default: AWS_REGION, else eu-west-1)
  --left RUN       only print what is left of an earlier run, such as
                   acceptance0123abcd, and the commands that remove it
  --help           print this help

Exit codes:
  0    all steps passed, and nothing is left
  1    a step failed, and nothing is left
  2    nothing was created
  3    something is left in the clouds
  130  interrupted, and nothing is left`;

const OPTIONS = {
  yes: { type: "boolean" },
  plan: { type: "boolean" },
  subscription: { type: "string" },
  account: { type: "string" },
  location: { type: "string" },
  region: { type: "string" },
  left: { type: "string" },
  help: { type: "boolean" },
} as const;

/** How long the clouds may take to show new resources, and to hide deleted ones, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** Accounts of a plan without a login. */
const UNKNOWN_ACCOUNTS = {
  tenantId: "of your login",
  subscriptionId: "of your login",
  accountId: "of your login",
  partition: "aws",
};

/** Folder of the states of runs, in the working folder. */
const RUNS = "acceptance-runs";

/** Returns the exit code. @throws Error if nothing was created */
async function main(interruptions: Interruptions): Promise<number> {
  const options = readOptions();
  if (options.help === true) {
    console.log(USAGE);
    return EXIT.passed;
  }
  const { location = "westeurope", region = process.env.AWS_REGION ?? "eu-west-1" } = options;
  if (options.plan === true) {
    console.log(describePlan({ ...UNKNOWN_ACCOUNTS, location, region }, runNames(), undefined));
    return EXIT.passed;
  }
  const earlier = options.left === undefined ? undefined : demandNames(options.left);
  const login = await findAzureLogin(process.env);
  demandNoConflicts(process.env, login);
  const aws = new AwsAccount(region);
  const { tenantId, subscriptionId } = login;
  const accounts = { tenantId, subscriptionId, ...(await aws.identity()), location, region };
  demandExpectedAccounts(accounts, { subscription: options.subscription, account: options.account });
  const names = earlier ?? runNames();
  const wire = new WireLog();
  const azure = azureClients(login, location, wire.addResponse);
  const clouds = new RealClouds(accounts, names, { aws, azure });
  if (earlier !== undefined) {
    const left = await clouds.findLeft(interruptions.work);
    console.log(describeLeft({ left, names, notUndone: [], destroyCommands: [] }, accounts));
    return exitCodeOfLook(left);
  }
  const provider = await clouds.oidcProvider();
  const accountsNames = await accountNames(azure, accounts, interruptions.work);
  console.log(describePlan(accounts, names, provider));
  if (!(await mayCreate(options.yes === true, interruptions.work))) {
    console.error("Nothing was created.");
    return EXIT.notStarted;
  }
  const directory = path.resolve(RUNS, names.prefix);
  const audience = runAudience(names, tenantId);
  const work = new RealWork({
    accounts,
    login,
    names,
    aws,
    azure,
    directory,
    environment: process.env,
    patience: PATIENCE,
    hurry: interruptions.cleanUp,
  });
  const result = await runAcceptance({
    names,
    audience,
    provider,
    clouds,
    work,
    wire,
    interruptions,
    display: "console",
    patience: PATIENCE,
  });
  // The remains come first: a report that cannot be written must not hide them.
  console.log(describeEnding(result, accounts));
  const code = exitCode(result);
  const known = [
    ...knownOfRun(accounts, names, audience),
    ...[...login.names, ...accountsNames].map((value) => ({ value, placeholder: "<name>", isWord: true })),
    ...knownOfEnvironment(process.env),
  ];
  try {
    const report = await composeReport({
      result,
      wire,
      accounts,
      adoptedProvider: provider !== undefined,
      known,
    });
    await writeReport(report, process.cwd());
    console.log(describeReport(report));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.error(withCode(coded("acceptance-report-not-written", `could not write the report: ${reason}`)));
  }
  if (code !== EXIT.left) {
    await rm(directory, { recursive: true, force: true });
  }
  return code;
}

/** @throws Error with the usage for an unknown option */
function readOptions() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const found = coded(
      "acceptance-option-invalid",
      `${optionProblem(error)}. Expected ${oneOf(optionNames(OPTIONS))}`,
    );
    throw new Error(`${wrapped(withCode(found), terminalColumns())}\n\n${USAGE}`, { cause: error });
  }
}

/** @throws Error for a name that no run can have */
function demandNames(run: string): RunNames {
  const names = namesOfRun(run);
  if (names === undefined) {
    throw new Error(
      withCode(
        coded(
          "acceptance-run-unknown",
          `--left: no run has this name. Expected a name such as acceptance0123abcd; got ${quoted(run)}`,
        ),
      ),
    );
  }
  return names;
}

/** Asks, unless the user has already confirmed. @throws Error if standard input is not a terminal */
async function mayCreate(isConfirmed: boolean, signal: AbortSignal): Promise<boolean> {
  if (isConfirmed) {
    return true;
  }
  if (!process.stdin.isTTY) {
    throw new Error(
      withCode(
        coded(
          "acceptance-no-terminal",
          "cannot ask for confirmation: standard input is not a terminal. Expected --yes",
          "Read the plan (npm run acceptance -- --plan), and run again with --yes",
        ),
      ),
    );
  }
  return askForConsent(signal);
}

// Until the run has ended: without pending work, Node would end with 0.
process.exitCode = EXIT.notStarted;
const interruptions = new Interruptions(echoTime(process.env));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interruptions.signal(performance.now());
  });
}
// Ctrl-C in a pipe also ends its reader, and a terminal can be closed. The removal continues without them.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", () => undefined);
}

void main(interruptions).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof Error ? error.message : String(error);
    console.error(`\n${message}`);
    process.exitCode = interruptions.work.aborted ? EXIT.interrupted : EXIT.notStarted;
  },
);
