import { Catalog, entry } from "../catalog";
import { oneOf, quoted } from "../wording";

/** What is wrong with an acceptance run on real accounts. */
export const ACCEPTANCE = new Catalog({
  "acceptance-option-invalid": entry({
    text: (problem: string, options: readonly string[]) => `${problem}. Expected ${oneOf(options)}`,
  }),
  "acceptance-run-unknown": entry({
    text: (run: string) =>
      `--left: no run has this name. Expected a name such as acceptance0123abcd; got ${quoted(run)}`,
  }),
  "acceptance-no-terminal": entry({
    text: () => "cannot ask for confirmation: standard input is not a terminal. Expected --yes",
    next: () => "Read the plan (npm run acceptance -- --plan), and run again with --yes",
  }),
  "acceptance-cloud-unsupported": entry({
    text: (cloud: string) =>
      `ARM_ENVIRONMENT: the run does not support this cloud. Expected "public"; got ${quoted(cloud)}`,
  }),
  "acceptance-variables-missing": entry({
    text: (variables: string) => `${variables}: not set. ARM_CLIENT_SECRET requires them`,
  }),
  "acceptance-azure-login": entry({
    text: () =>
      "cannot sign in to Azure. Expected ARM_CLIENT_SECRET with ARM_CLIENT_ID, ARM_TENANT_ID, and ARM_SUBSCRIPTION_ID, or a login of the Azure CLI",
    next: () => "Run: az login",
  }),
  "acceptance-azure-cli-answer": entry({
    text: () => "the answer of the Azure CLI lacks a value. Expected version 2.54 or later",
    next: () => "Run: az upgrade",
  }),
  "acceptance-aws-login": entry({
    text: (reason: string) => `cannot sign in to AWS (${reason}). Expected a login that the AWS SDKs find`,
    next: () => "Run: aws sso login",
  }),
  "acceptance-variables-conflict": entry({
    text: () => "environment variables select different logins or accounts. Nothing was created",
    next: () => "Unset the variables below",
  }),
  "acceptance-account-differs": entry({
    text: (option: string, wanted: string, found: string) =>
      `${option}: the login is in another account. Expected ${quoted(wanted)}; got ${quoted(found)}`,
    next: () => "Sign in to the expected account. Nothing was created",
  }),
  "acceptance-pulumi-missing": entry({
    text: () => "pulumi: not on PATH. Expected the Pulumi CLI",
    next: () => "Install it: https://www.pulumi.com/docs/install/",
  }),
  "acceptance-preflight-failed": entry({
    text: (count: number) =>
      `the preflight found ${count === 1 ? "a problem" : `${count} problems`} that would fail the deployment`,
    next: () => "Run the commands below",
  }),
  "acceptance-buckets-missing": entry({
    text: (missing: string) => `the list of buckets in the VM lacks ${missing}`,
  }),
  "acceptance-roles-created": entry({
    text: (count: number) =>
      `the preview of examples/insecure created ${count === 1 ? "a role" : `${count} roles`}. Expected none`,
  }),
  "acceptance-provider-kept": entry({
    text: (reason: string) =>
      `the run did not delete the OIDC provider, because it cannot read the client IDs: ${reason}`,
  }),
  "acceptance-resources-left": entry({
    text: (count: number) =>
      `the run left ${count === 1 ? "a resource" : `${count} resources`} in the clouds`,
    next: () => "Remove what is listed below",
  }),
  "acceptance-remains-unknown": entry({
    text: () => "the run could not check everything in the clouds, or could not undo a change",
    next: () => "See below",
  }),
  "acceptance-report-not-written": entry({
    text: (reason: string) => `could not write the report: ${reason}`,
  }),
});
