/** Runs list_bucket.py where a workload runs. */
import assert from "node:assert/strict";
import path from "node:path";
import type { PythonEnvironment } from "../../../../lab/pulumi/toolchain";
import { PROJECT_ROOT } from "../../../../tools/project-root";
import type { Federation, Host, IdentityLab } from "../../azure/identity/identity-lab";
import { BUCKET, OBJECT } from "../../facts";

/** The folder from which Python imports the provider. */
export const PROVIDER = path.join(PROJECT_ROOT, "providers/python");

/** The keys of the bucket that the roles may list. */
export const KEYS = [OBJECT];

/** What the program prints. */
export type Listing =
  | { readonly keys: readonly (string | number)[] }
  | { readonly code: string; readonly message: string; readonly cause: string };

/** The provider's arguments, as variables. */
export function variables({ roleArn, uri }: Federation, clientId: string): Record<string, string> {
  return {
    AWS_ROLE_ARN: roleArn,
    AZURE_TO_AWS_AUDIENCE: uri,
    AZURE_CLIENT_ID: clientId,
    AWS_REGION: "eu-west-1",
    PYTHONPATH: PROVIDER,
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

/** Lists the bucket, and asserts that the program ends well and shows no token and no key. */
export async function list(
  lab: IdentityLab,
  { python }: PythonEnvironment,
  host: Host,
  { kind = "boto3", env }: { readonly kind?: string; readonly env: Readonly<Record<string, string>> },
): Promise<Listing> {
  const program = path.join(__dirname, "list_bucket.py");
  const { exitCode, stdout, stderr } = await lab.run(host, [python, program, kind, BUCKET], env);
  assert.equal(exitCode, 0, stderr);
  assert.doesNotMatch(stdout + stderr, /eyJ|ASIA/);
  return JSON.parse(stdout) as Listing;
}
