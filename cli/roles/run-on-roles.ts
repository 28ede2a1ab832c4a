/** The shared part of `suspend` and `resume`: signs in, and handles all roles in parallel. */
import { coded, quoted } from "../../messages";
import { EXIT, type Io, type Options, UsageError } from "../command";
import { withProgress } from "../progress";
import { IamRoles } from "./iam-roles";
import type { RoleOutcome, RoleState } from "./role-outcome";
import { readRoleReference, type RoleReference } from "./role-reference";
import { isSuccess, renderRoles, renderRolesJson } from "./role-report";
import type { RoleWork } from "./role-work";

/** How long IAM may take to show a change, in milliseconds. It usually takes a few seconds. */
const REPLICATION_LIMIT = 60_000;

/** What a command does to each role. */
export interface RoleCommand {
  readonly onRole: (reference: RoleReference, work: RoleWork) => Promise<RoleOutcome>;
  /** The state of a role that cannot be found by what was given. */
  readonly failed: RoleState;
  /** What to do next, in sentences, once a role is as the command wants it. */
  readonly advice: readonly string[];
}

/**
 * Runs a command on the roles that the command line names: on all of them at once, so no role waits for another.
 *
 * @returns The exit code.
 * @throws {CommandError} If the command line is wrong, the SDK is not installed, or there is no AWS login.
 */
export async function runOnRoles(options: Options, command: RoleCommand, io: Io): Promise<number> {
  const dryRun = options.has("dry-run");
  const given = options.files;
  if (given.length === 0) {
    throw new UsageError(
      coded("role-not-given", "no role given. Expected one or more roles, by name or ARN"),
    );
  }
  const login = { profile: options.text("profile"), region: options.text("region") };
  const iam = await IamRoles.connect(login, given);
  const during = <T>(what: string, work: () => Promise<T>) => withProgress(what, io.err, work);
  const outcomes = await Promise.all(
    [...new Set(given)].map(async (text): Promise<RoleOutcome> => {
      const reference = readRoleReference(text);
      return reference === undefined
        ? {
            ...nothingDone(text, command.failed),
            problems: [
              coded(
                "role-reference-invalid",
                `not a role. Expected a name of up to 64 letters, digits and +=,.@_- or an ARN such as arn:aws:iam::111122223333:role/azure-orders; got ${quoted(text)}`,
              ),
            ],
          }
        : command.onRole(reference, { iam, dryRun, limit: REPLICATION_LIMIT, during });
    }),
  );
  const isDone = !dryRun && outcomes.some(({ problems }) => problems.length === 0);
  io.out(
    options.text("format") === "json"
      ? renderRolesJson(outcomes)
      : renderRoles(outcomes, isDone ? command.advice : []),
  );
  return isSuccess(outcomes) ? EXIT.accepted : EXIT.rejected;
}

function nothingDone(role: string, state: RoleState): RoleOutcome {
  return { role, state, notes: [], warnings: [], problems: [] };
}
