import { coded, quoted, withCode } from "../../../messages";
import type { Administrator } from "../administrator";
import { ASK, ASSUME, readTokenScript, tokenCommand, type TokenRequest } from "../instance-token";
import type { Machine } from "../machine";
import { DemoFailure, type StepTools } from "../step-runner";
import { type Strangers, withStrangers } from "../strangers";
import type { QuickstartOutputs } from "./deploy";

/** One attempt that the cloud refused. */
export interface Refusal {
  /** Names the attempt in programs. */
  readonly id: AttemptId;
  readonly title: string;
  /** The cloud's own error code. */
  readonly code: string;
  /** The cloud's own words. */
  readonly message: string;
}

/** The attempts. `neighbor` is of `npm run acceptance` alone. */
export type AttemptId =
  | "write"
  | "other-bucket"
  | "unassigned"
  | "other-subject"
  | "other-audience"
  | "forged-signature"
  | "neighbor";

/** What the attempts use. */
export interface AttemptContext {
  readonly outputs: QuickstartOutputs;
  readonly machine: Machine;
  /** A bucket that the role may read. */
  readonly readableBucket: string;
  /** A bucket of which the role may see only the name. */
  readonly otherBucket: string;
  /** How long Entra may take to show a new object, in seconds. Default is not at all. */
  readonly patience?: number;
}

/** One attempt. It returns the error that the client printed, or undefined if the cloud allowed it. */
interface Attempt {
  readonly id: AttemptId;
  readonly title: string;
  readonly code: string;
  readonly attempt: () => Promise<string | undefined>;
}

/** Errors of IMDS and Entra about an identity or an application that not all of their replicas know yet. */
const NOT_ATTACHED_YET = "Identity not found";
const NO_PRINCIPAL_YET = "AADSTS500011";
const NOT_ASSIGNED_YET = "AADSTS501051";

/**
 * Tries what the clouds must refuse. Each refusal comes from a cloud, not from the helper.
 *
 * @throws DemoFailure if a cloud allows an attempt
 */
export async function refuseStrangers(
  administrator: Administrator,
  context: AttemptContext,
  tools: StepTools,
): Promise<readonly Refusal[]> {
  const script = await readTokenScript();
  return withStrangers(
    administrator,
    context.outputs,
    async (strangers) => {
      const refusals: Refusal[] = [];
      for (const { id, title, code, attempt } of attempts(context, strangers, script, tools.signal)) {
        tools.report(title);
        const message = await attempt();
        if (message === undefined) {
          throw attemptAccepted(title);
        }
        refusals.push({ id, title, code, message });
      }
      return refusals;
    },
    tools.signal,
  );
}

/** The failure of an attempt that a cloud allowed. */
export function attemptAccepted(title: string): DemoFailure {
  return new DemoFailure(
    withCode(coded("demo-attempt-accepted", `${title}: the cloud allowed it. Expected a refusal`)),
  );
}

/** @throws DemoFailure for a refusal with another code than the attempt's. */
export function demandCodes(refusals: readonly Refusal[]): void {
  for (const { title, code, message } of refusals) {
    if (!message.includes(code)) {
      throw new DemoFailure(
        withCode(
          coded(
            "demo-refusal-differs",
            `${title}: the cloud refused it with another error. Expected ${code}; got ${quoted(message)}`,
          ),
        ),
      );
    }
  }
}

function attempts(
  { outputs, machine, readableBucket, otherBucket, patience = 0 }: AttemptContext,
  { unassigned, colleague, otherAudience }: Strangers,
  script: string,
  signal: AbortSignal,
): readonly Attempt[] {
  const { audience, clientId, roleArn, profileName } = outputs;
  const run = async (command: readonly [string, ...string[]]) => {
    const { exitCode, stderr } = await machine.run(command, { signal });
    return exitCode === 0 ? undefined : stderr.trim();
  };
  const aws = (command: string) => run(["aws", ...command.split(" "), "--profile", profileName]);
  const shell = async (line: string, token: TokenRequest) =>
    run(tokenCommand(line, script, token, patience, roleArn));
  return [
    {
      id: "write",
      title: "Writing to a bucket that the role may only read",
      code: "AccessDenied",
      attempt: () => aws(`s3api put-object --bucket ${readableBucket} --key planted`),
    },
    {
      id: "other-bucket",
      title: `Reading ${otherBucket}, of which the role may see only the name`,
      code: "AccessDenied",
      attempt: () => aws(`s3 ls s3://${otherBucket}`),
    },
    {
      id: "unassigned",
      title: "Requesting a token for an identity without an app-role assignment",
      code: "AADSTS501051",
      attempt: () => shell(ASK, { clientId: unassigned.clientId, audience, notYet: [NOT_ATTACHED_YET] }),
    },
    {
      id: "other-subject",
      title: "Assuming the role with the token of another assigned identity",
      code: "AccessDenied",
      attempt: () =>
        shell(ASSUME, {
          clientId: colleague.clientId,
          audience,
          notYet: [NOT_ATTACHED_YET, NOT_ASSIGNED_YET],
        }),
    },
    {
      id: "other-audience",
      title: "Assuming the role with a token for another audience",
      code: "InvalidIdentityToken",
      attempt: () => shell(ASSUME, { clientId, audience: otherAudience, notYet: [NO_PRINCIPAL_YET] }),
    },
    {
      id: "forged-signature",
      title: "Assuming the role with a token whose signature is forged",
      code: "InvalidIdentityToken",
      attempt: () => shell(ASSUME, { clientId, audience, form: "forged" }),
    },
  ];
}
