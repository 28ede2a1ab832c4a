/** Questions that only the VM can ask: to IMDS, and to STS with a token of the VM. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { ASSUME, PIPE, readTokenScript, tokenCommand } from "../demo/instance-token";
import type { Machine, MachineRun } from "../demo/machine";
import type { QuickstartOutputs } from "../demo/steps/deploy";
import { PROJECT_ROOT } from "../project-root";
import { unframed } from "./findings";
import type { Answer } from "./open-questions";
import type { Questionnaire } from "./questionnaire";

/** How much of an answer of IMDS is kept: it may be a page for browsers. */
const LONGEST = 500;

/** What `token_claims.py` prints. */
interface TokenClaims {
  readonly aud: string;
  readonly azp: string;
  readonly oid: string;
  readonly ver: unknown;
  readonly seconds: number;
  readonly names: readonly string[];
}

/** Asks from the VM. No token leaves it, and of the claims only their names and how they compare. */
export async function askMachine(
  questions: Questionnaire,
  machine: Machine,
  { audience, clientId, roleArn }: QuickstartOutputs,
): Promise<void> {
  const { signal } = questions;
  const tokens = await readTokenScript();
  const script = async (name: string): Promise<string> =>
    readFile(path.join(PROJECT_ROOT, "tools/acceptance", name), "utf8");
  const claims = await script("token_claims.py");
  const request = { clientId, audience };

  let facts: TokenClaims | undefined;
  await questions.ask("token-claims", "IMDS: a token for the audience of the run", async () => {
    const answer = await machine.run(tokenCommand(PIPE, tokens, request, 0, claims), { signal });
    facts = JSON.parse(succeeded(answer)) as TokenClaims;
    const { aud, azp, oid, ver, names } = facts;
    return {
      came: `aud: ${aud}; azp: ${azp}; oid: ${oid}; ver: ${String(ver)}`,
      note: `claims: ${names.join(", ")}`,
    };
  });

  await questions.ask("token-lifetime", "exp and iat of that token", () => {
    if (facts === undefined) {
      throw new Error("there is no token");
    }
    return Promise.resolve({
      came: `${Math.round(facts.seconds / 3600)} hours`,
      note: `exp - iat: ${facts.seconds} seconds`,
    });
  });

  await questions.ask("unknown-signing-key", "STS: that token, with an unknown key ID", async () => {
    const unknown = tokenCommand(ASSUME, tokens, { ...request, form: "unknown-key" }, 0, roleArn);
    return refused(await machine.run(unknown, { signal }));
  });

  await questions.ask("forwarded-request", "IMDS: a request with X-Forwarded-For", async () => {
    const command = ["python3", "-c", await script("forwarded_request.py")] as const;
    return {
      came: succeeded(await machine.run(command, { signal }))
        .trim()
        .slice(0, LONGEST),
    };
  });
}

function succeeded({ exitCode, stdout, stderr }: MachineRun): string {
  if (exitCode !== 0) {
    throw new Error(stderr.trim());
  }
  return stdout;
}

function refused({ exitCode, stderr }: MachineRun): Pick<Answer, "came"> {
  return { came: exitCode === 0 ? "not refused" : unframed(stderr.trim()) };
}
