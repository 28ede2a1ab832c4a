import type { LabVm } from "../../azure/vm/lab-vm";
import type { Lab } from "../../lab";
import { DemoFailure, type StepTools } from "../step-runner";
import { type Strangers, withStrangers } from "../strangers";
import type { Deployment } from "./deploy";

/** One thing that was tried and that the cloud refused. */
export interface Refusal {
  readonly title: string;
  /** The cloud's own error code. */
  readonly code: string;
  /** The cloud's own words. */
  readonly message: string;
}

/** One thing to try. It returns what the client printed as its error, or undefined when it got through. */
interface Attempt {
  readonly title: string;
  readonly code: string;
  readonly attempt: () => Promise<string | undefined>;
}

/** Tries what must not work. Each refusal is the cloud's, not the helper's. */
export async function refuseStrangers(
  lab: Lab,
  deployment: Deployment,
  vm: LabVm,
  tools: StepTools,
): Promise<readonly Refusal[]> {
  return withStrangers(lab, deployment.outputs, async (strangers) => {
    const refusals: Refusal[] = [];
    for (const attempt of attempts(lab, deployment, vm, strangers, tools.signal)) {
      tools.report(attempt.title);
      refusals.push(await mustFail(attempt));
    }
    return refusals;
  });
}

function attempts(
  lab: Lab,
  { outputs }: Deployment,
  vm: LabVm,
  { unassigned, colleague, otherAudience }: Strangers,
  signal: AbortSignal,
): readonly Attempt[] {
  const { audience, clientId, roleArn, profileName } = outputs;
  const aws = (command: string) =>
    errorOf(vm, ["aws", ...command.split(" "), "--profile", profileName], { signal });
  const assumeRole = (token: string) => {
    // Through a pipe, so that the token is on no command line.
    const command = `cat | aws sts assume-role-with-web-identity --no-sign-request --role-arn ${roleArn} \
      --role-session-name stranger --web-identity-token file:///dev/stdin`;
    return errorOf(vm, ["sh", "-c", command], { signal, input: token });
  };
  const token = async (id: string, resource: string) => (await askImds(vm, id, resource)).accessToken;
  return [
    {
      title: "writing to a bucket that it may read",
      code: "AccessDenied",
      attempt: () => aws("s3api put-object --bucket devteam-reports --key planted"),
    },
    {
      title: "reading payroll-archive, whose name it may list, but no more",
      code: "AccessDenied",
      attempt: () => aws("s3 ls s3://payroll-archive"),
    },
    {
      title: "a token for an identity that was not assigned",
      code: "AADSTS501051",
      attempt: async () => (await askImds(vm, unassigned.clientId, audience)).error,
    },
    {
      title: "a token of an assigned identity with another subject",
      code: "AccessDenied",
      attempt: async () => assumeRole(await token(colleague.clientId, audience)),
    },
    {
      title: "a token for another audience",
      code: "InvalidIdentityToken",
      attempt: async () => assumeRole(await token(clientId, otherAudience)),
    },
    {
      title: "a forged signature",
      code: "InvalidIdentityToken",
      attempt: async () =>
        assumeRole(await lab.azure.forger().signWithUnknownKey(await token(clientId, audience))),
    },
  ];
}

/** Runs a command in the VM. Answers what it printed as its error, or undefined when it succeeded. */
async function errorOf(
  vm: LabVm,
  command: readonly [string, ...string[]],
  options: { readonly signal: AbortSignal; readonly input?: string },
): Promise<string | undefined> {
  const { exitCode, stderr } = await vm.run(command, options);
  return exitCode === 0 ? undefined : stderr.trim();
}

async function mustFail({ title, code, attempt }: Attempt): Promise<Refusal> {
  const message = await attempt();
  if (message === undefined) {
    throw new DemoFailure(`${title} got through`);
  }
  if (!message.includes(code)) {
    throw new DemoFailure(`${title} was refused with another error than ${code}: ${message}`);
  }
  return { title, code, message };
}

interface ImdsAnswer {
  readonly accessToken: string;
  readonly error: string | undefined;
}

async function askImds(vm: LabVm, clientId: string, resource: string): Promise<ImdsAnswer> {
  const query = new URLSearchParams({ "api-version": "2018-02-01", resource, client_id: clientId });
  const response = await fetch(`${vm.imdsUrl}/metadata/identity/oauth2/token?${query.toString()}`, {
    headers: { Metadata: "true" },
  });
  const body = (await response.json()) as Record<string, string>;
  return {
    accessToken: body.access_token ?? "",
    error: response.ok ? undefined : `${body.error ?? ""}: ${body.error_description ?? ""}`,
  };
}
