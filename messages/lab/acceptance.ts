import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

/** What is wrong with an acceptance run on real accounts. */
export const ACCEPTANCE = new Catalog("Acceptance run", {
  "acceptance-option-invalid": entry({
    text: (problem: string, options: readonly string[]) => `${problem}. Expected ${oneOf(options)}`,
    sample: ["Unknown option '--foo'", ["--yes", "--plan", "--help"]],
    cause: "The command has no such option, or the option lacks its value.",
    fix: "Run `npm run acceptance -- --help`.",
  }),
  "acceptance-run-unknown": entry({
    text: (run: string) =>
      `--left: no run has this name. Expected a name such as acceptance0123abcd; got ${quoted(run)}`,
    sample: ["acceptance0123"],
    cause: "The name of a run is `acceptance` and eight hexadecimal digits. All its resources begin with it.",
    fix: "Copy the name from the output of the run, or from the folder in `acceptance-runs`.",
  }),
  "acceptance-no-terminal": entry({
    text: () => "cannot ask for confirmation: standard input is not a terminal. Expected --yes",
    next: () => "Read the plan (npm run acceptance -- --plan), and run again with --yes",
    sample: [],
    cause: "The run asks before it creates resources that cost money. A pipeline has no terminal.",
    fix: 'Confirm in advance, and name the accounts: `npm run acceptance -- --yes --subscription "$SUBSCRIPTION" --account "$ACCOUNT"`.',
  }),
  "acceptance-cloud-unsupported": entry({
    text: (cloud: string) =>
      `ARM_ENVIRONMENT: the run does not support this cloud. Expected "public"; got ${quoted(cloud)}`,
    sample: ["china"],
    cause: "The run supports only the public cloud of Azure.",
    fix: "Run `unset ARM_ENVIRONMENT`, and sign in to the public cloud.",
  }),
  "acceptance-variables-missing": entry({
    text: (variables: string) => `${variables}: not set. ARM_CLIENT_SECRET requires them`,
    sample: ["ARM_CLIENT_ID, ARM_SUBSCRIPTION_ID"],
    cause: "The environment has the secret of an application, but not the rest of its login.",
    fix: "Set `ARM_CLIENT_ID`, `ARM_TENANT_ID`, and `ARM_SUBSCRIPTION_ID`. Or unset `ARM_CLIENT_SECRET`, and run `az login`.",
  }),
  "acceptance-azure-login": entry({
    text: () =>
      "cannot sign in to Azure. Expected ARM_CLIENT_SECRET with ARM_CLIENT_ID, ARM_TENANT_ID, and ARM_SUBSCRIPTION_ID, or a login of the Azure CLI",
    next: () => "Run: az login",
    sample: [],
    cause: "The environment has no client secret, and the Azure CLI is missing or has no login.",
    fix: "Run `az login`, or set the four `ARM_…` variables.",
  }),
  "acceptance-azure-cli-answer": entry({
    text: () => "the answer of the Azure CLI lacks a value. Expected version 2.54 or later",
    next: () => "Run: az upgrade",
    sample: [],
    cause:
      "`az account show` or `az account get-access-token` answered without the tenant, the subscription, or the token.",
    fix: "Run `az upgrade`, and then `az login`.",
  }),
  "acceptance-aws-login": entry({
    text: (reason: string) => `cannot sign in to AWS (${reason}). Expected a login that the AWS SDKs find`,
    next: () => "Run: aws sso login",
    sample: ["Could not load credentials from any providers"],
    cause: "The AWS SDK found no valid credentials, or STS refused them.",
    fix: "Run `aws sso login`, or set `AWS_PROFILE` to a profile with a valid login.",
  }),
  "acceptance-variables-conflict": entry({
    text: () => "environment variables select different logins or accounts. Nothing was created",
    next: () => "Unset the variables below",
    sample: [],
    cause:
      "The run, its preflight, and the Pulumi providers read different variables, so they could work in different accounts.",
    fix: "Run the `unset` command below the message, or run in a shell without these variables.",
  }),
  "acceptance-account-differs": entry({
    text: (option: string, wanted: string, found: string) =>
      `${option}: the login is in another account. Expected ${quoted(wanted)}; got ${quoted(found)}`,
    next: () => "Sign in to the expected account. Nothing was created",
    sample: ["--account", "111122223333", "444455556666"],
    cause: "`--subscription` or `--account` names another account than that of the login.",
    fix: "Sign in to the expected account: `az account set --subscription ID`, or set `AWS_PROFILE`.",
  }),
  "acceptance-pulumi-missing": entry({
    text: () => "pulumi: not on PATH. Expected the Pulumi CLI",
    next: () => "Install it: https://www.pulumi.com/docs/install/",
    sample: [],
    cause: "The acceptance run uses your own Pulumi CLI, and downloads none.",
    fix: "[Install the Pulumi CLI](https://www.pulumi.com/docs/install/), and put it on `PATH`.",
  }),
  "acceptance-preflight-failed": entry({
    text: (count: number) =>
      `the preflight found ${count === 1 ? "a problem" : `${count} problems`} that would fail the deployment`,
    next: () => "Run the commands below",
    sample: [2],
    cause: "Rights, quotas, or settings of the accounts do not allow the deployment. Nothing was created.",
    fix: "Run the commands below the message, and run again.",
  }),
  "acceptance-buckets-missing": entry({
    text: (missing: string) => `the list of buckets in the VM lacks ${missing}`,
    sample: ["acceptance0123abcd-other"],
    cause: "The role may list all buckets of the account, but the list lacks a bucket of the run.",
    fix: "Check that no service control policy hides buckets from the role. Otherwise report it to the project.",
  }),
  "acceptance-roles-created": entry({
    text: (count: number) =>
      `the preview of examples/insecure created ${count === 1 ? "a role" : `${count} roles`}. Expected none`,
    sample: [2],
    cause:
      "A preview must create nothing. Roles with names that begin with `any-` appeared during the preview.",
    fix: "If you run examples/insecure elsewhere in the account, run the acceptance run again. Otherwise report it to the project.",
  }),
  "acceptance-provider-kept": entry({
    text: (reason: string) =>
      `the run did not delete the OIDC provider, because it cannot read the client IDs: ${reason}`,
    sample: ["AccessDenied"],
    cause:
      "Others may have added their client IDs to the provider. Without it, their workloads would lose access.",
    fix: "Sign in with `iam:GetOpenIDConnectProvider`, and run `npm run acceptance -- --left RUN`.",
  }),
  "acceptance-resources-left": entry({
    text: (count: number) =>
      `the run left ${count === 1 ? "a resource" : `${count} resources`} in the clouds`,
    next: () => "Remove what is listed below",
    sample: [3],
    cause: "The removal failed, was interrupted, or was not complete when the run stopped looking.",
    fix: "Run the commands below the message, and look again: `npm run acceptance -- --left RUN`.",
  }),
  "acceptance-remains-unknown": entry({
    text: () => "the run could not check everything in the clouds, or could not undo a change",
    next: () => "See below",
    sample: [],
    cause: "A login expired or lacks rights, or a service did not answer. Nothing was found in the rest.",
    fix: "Sign in again, and look again: `npm run acceptance -- --left RUN`.",
  }),
  "acceptance-report-not-written": entry({
    text: (reason: string) => `could not write the report: ${reason}`,
    sample: ["EACCES: permission denied, open 'acceptance-report.json'"],
    cause: "The working folder is not writable, or the disk is full. The result of the run is not affected.",
    fix: "Make the folder writable, and run again to get a report.",
  }),
});
