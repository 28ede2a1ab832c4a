import { readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_ROOT } from "../../project-root";
import type { Administrator } from "../administrator";
import type { Machine } from "../machine";
import { DemoFailure, type StepTools } from "../step-runner";
import { type Strangers, withStrangers } from "../strangers";
import type { QuickstartOutputs } from "./deploy";

/** One thing that was tried and that the cloud refused. */
export interface Refusal {
  /** Names the attempt in programs. */
  readonly id: AttemptId;
  readonly title: string;
  /** The cloud's own error code. */
  readonly code: string;
  /** The cloud's own words. */
  readonly message: string;
}

/** What is tried. */
export type AttemptId =
  "write" | "other-bucket" | "unassigned" | "other-subject" | "other-audience" | "forged-signature";

/** What the attempts are made with. */
export interface AttemptContext {
  readonly outputs: QuickstartOutputs;
  readonly machine: Machine;
  /** A bucket that the role may read. */
  readonly readableBucket: string;
  /** A bucket whose name it may list, but no more. */
  readonly otherBucket: string;
  /** How long Entra may take to know what was just created, in seconds. Default is not at all. */
  readonly patience?: number;
}

/** One thing to try. It returns what the client printed as its error, or undefined when it got through. */
interface Attempt {
  readonly id: AttemptId;
  readonly title: string;
  readonly code: string;
  readonly attempt: () => Promise<string | undefined>;
}

const TOKEN_SCRIPT = path.join(PROJECT_ROOT, "lab/demo/instance_token.py");

/** What IMDS and Entra say of an identity or an application that not all of them know yet. */
const NOT_ATTACHED_YET = "Identity not found";
const NO_PRINCIPAL_YET = "AADSTS500011";
const NOT_ASSIGNED_YET = "AADSTS501051";

/**
 * Tries what must not work. Each refusal is the cloud's, not the helper's.
 *
 * @throws DemoFailure for what gets through
 */
export async function refuseStrangers(
  administrator: Administrator,
  context: AttemptContext,
  tools: StepTools,
): Promise<readonly Refusal[]> {
  const script = await readFile(TOKEN_SCRIPT, "utf8");
  return withStrangers(
    administrator,
    context.outputs,
    async (strangers) => {
      const refusals: Refusal[] = [];
      for (const { id, title, code, attempt } of attempts(context, strangers, script, tools.signal)) {
        tools.report(title);
        const message = await attempt();
        if (message === undefined) {
          throw new DemoFailure(`${title} got through`);
        }
        refusals.push({ id, title, code, message });
      }
      return refusals;
    },
    tools.signal,
  );
}

/** @throws DemoFailure for a refusal with another code than the attempt's. */
export function demandCodes(refusals: readonly Refusal[]): void {
  for (const { title, code, message } of refusals) {
    if (!message.includes(code)) {
      throw new DemoFailure(`${title} was refused with another error than ${code}: ${message}`);
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
  // A token stays in the VM, in a pipe: it is on no command line and in no output.
  const shell = async (line: string, token: TokenRequest) =>
    run(["sh", "-c", line, "sh", script, ...tokenArguments(token, patience), "--", roleArn]);
  return [
    {
      id: "write",
      title: "writing to a bucket that it may read",
      code: "AccessDenied",
      attempt: () => aws(`s3api put-object --bucket ${readableBucket} --key planted`),
    },
    {
      id: "other-bucket",
      title: `reading ${otherBucket}, whose name it may list, but no more`,
      code: "AccessDenied",
      attempt: () => aws(`s3 ls s3://${otherBucket}`),
    },
    {
      id: "unassigned",
      title: "a token for an identity that was not assigned",
      code: "AADSTS501051",
      attempt: () => shell(ASK, { clientId: unassigned.clientId, audience, notYet: [NOT_ATTACHED_YET] }),
    },
    {
      id: "other-subject",
      title: "a token of an assigned identity with another subject",
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
      title: "a token for another audience",
      code: "InvalidIdentityToken",
      attempt: () => shell(ASSUME, { clientId, audience: otherAudience, notYet: [NO_PRINCIPAL_YET] }),
    },
    {
      id: "forged-signature",
      title: "a forged signature",
      code: "InvalidIdentityToken",
      attempt: () => shell(ASSUME, { clientId, audience, isForged: true }),
    },
  ];
}

/** Which token a script asks for. */
interface TokenRequest {
  readonly clientId: string;
  readonly audience: string;
  /** Default: false. */
  readonly isForged?: boolean;
  /** Refusals that pass by themselves. Default: none. */
  readonly notYet?: readonly string[];
}

function tokenArguments(
  { clientId, audience, isForged = false, notYet = [] }: TokenRequest,
  patience: number,
): readonly string[] {
  // As many as the scripts take.
  const [first = "never said", second = first] = notYet;
  return [clientId, audience, isForged ? "forged" : "genuine", String(patience), first, second];
}

/** Asks for a token, and does nothing with it. */
const ASK = 'python3 -c "$1" "$2" "$3" "$4" "$5" "$6" "$7" >/dev/null';

/** Asks for a token and shows it to STS. */
const ASSUME =
  'token=$(python3 -c "$1" "$2" "$3" "$4" "$5" "$6" "$7") || exit; printf %s "$token" | ' +
  'aws sts assume-role-with-web-identity --no-sign-request --role-arn "$9" ' +
  "--role-session-name stranger --web-identity-token file:///dev/stdin >/dev/null";
