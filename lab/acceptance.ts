/** `npm run acceptance`: runs the main job on the user's own accounts, and compares the clouds with the lab. */
import { rm } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { accountNames } from "./acceptance/account-names";
import { findAzureLogin } from "./acceptance/accounts";
import { AwsAccount } from "./acceptance/aws-account";
import { azureClients } from "./acceptance/azure-clients";
import { RealClouds } from "./acceptance/clouds";
import { demandNoConflicts } from "./acceptance/conflicting-variables";
import { askForConsent, describePlan } from "./acceptance/consent";
import {
  describeEnding,
  describeLeft,
  describeReport,
  EXIT,
  exitCode,
  exitCodeOfLook,
} from "./acceptance/ending";
import { demandExpectedAccounts } from "./acceptance/expected-accounts";
import { echoTime, Interruptions } from "./acceptance/interruptions";
import { RealWork } from "./acceptance/real-work";
import { knownOfEnvironment } from "./acceptance/redactor";
import { runAcceptance } from "./acceptance/run-acceptance";
import { namesOfRun, runAudience, type RunNames, runNames } from "./acceptance/run-names";
import { WireLog } from "./acceptance/wire-log";
import { composeReport, knownOfRun, writeReport } from "./acceptance/write-report";
import { terminalColumns, wrapped } from "./wrapped";

const USAGE = `Usage: npm run acceptance [-- options]

Deploys the quickstart to your own accounts, uses it, attacks it, and removes
it. It says what it creates and what that costs, and asks. It writes
acceptance-report.json and acceptance-report.md.
docs/how-to/run-acceptance.md has the details.

  --yes            do not ask
  --plan           only print what a run creates and costs, without a login
  --subscription ID
                   refuse to run if the login is in another subscription
  --account ID     refuse to run if the login is in another AWS account
  --location NAME  the Azure region (default: westeurope)
  --region NAME    the AWS region (default: AWS_REGION, else eu-west-1)
  --left RUN       only print what is left of an earlier run, such as
                   acceptance0123abcd, and the commands that remove it
  --help           print this text

Exit code: 0 all steps held and nothing is left, 1 a step failed and nothing is
left, 2 nothing was created, 3 something is left in the clouds, 130 Ctrl-C and
nothing is left.`;

/** How long the clouds may take to know what was created, and to forget what was deleted, in milliseconds. */
const PATIENCE = 5 * 60_000;

/** What a plan shows without a login. */
const UNKNOWN_ACCOUNTS = {
  tenantId: "of your login",
  subscriptionId: "of your login",
  accountId: "of your login",
  partition: "aws",
};

/** Folder of the states of runs, in the working folder. */
const RUNS = "acceptance-runs";

/** Answers the exit code. @throws Error if nothing was created */
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
  // First of all what is left: a report that cannot be written must not hide it.
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
    console.error(
      `The report could not be written: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (code !== EXIT.left) {
    await rm(directory, { recursive: true, force: true });
  }
  return code;
}

/** @throws Error with the usage for an option that is unknown */
function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        yes: { type: "boolean" },
        plan: { type: "boolean" },
        subscription: { type: "string" },
        account: { type: "string" },
        location: { type: "string" },
        region: { type: "string" },
        left: { type: "string" },
        help: { type: "boolean" },
      },
    });
    return values;
  } catch (error) {
    const message = error instanceof Error ? error.message : "unknown option";
    throw new Error(`${wrapped(message, terminalColumns())}\n\n${USAGE}`, { cause: error });
  }
}

/** @throws Error for a name that no run has */
function demandNames(run: string): RunNames {
  const names = namesOfRun(run);
  if (names === undefined) {
    throw new Error(`--left: no run has this name. Expected one such as acceptance0123abcd; got "${run}".`);
  }
  return names;
}

/** Asks, unless the user has said yes already. @throws Error if nobody can be asked */
async function mayCreate(saidYes: boolean, signal: AbortSignal): Promise<boolean> {
  if (saidYes) {
    return true;
  }
  if (!process.stdin.isTTY) {
    throw new Error("Nobody can be asked: this is not a terminal. Expected --yes.");
  }
  return askForConsent(signal);
}

// Until the run has ended: Node would end with 0 if nothing more were under way.
process.exitCode = EXIT.notStarted;
const interruptions = new Interruptions(echoTime(process.env));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    interruptions.signal(performance.now());
  });
}
// Ctrl-C in a pipe ends its reader too, and a terminal can be closed. The removal goes on without them.
for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", () => undefined);
}

void main(interruptions).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = interruptions.work.aborted ? EXIT.interrupted : EXIT.notStarted;
  },
);
