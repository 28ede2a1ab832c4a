/** Decides for `keys verify` whether one call has moved from the key to the role. */
import { neededActions, resourceFor, staysWithKey } from "../use/iam-actions";
import { ANY_RESOURCE } from "../use/resources";
import type { Count } from "../use/tally";
import type { RoleRefusal } from "./refusals";

/**
 * How far a call has moved. `role`: only the role makes it. `moved`: the role makes it, and the key is silent. `both`: both make it.
 * `key`: only the key makes it. `stopped`: the key is silent, and the role never made it. `not-needed`: the same, and the user says
 * that nothing needs it, or the role need not make it.
 *
 * Another call of the role that needs the same IAM actions counts as the call: `HeadObject` and `GetObject` both need `s3:GetObject`.
 */
export type MoveState = "role" | "moved" | "both" | "key" | "stopped" | "not-needed";

/** A call on a resource, by the key and by the role. */
export interface MovedCall {
  /** Such as `s3.amazonaws.com GetObject`. */
  readonly call: string;
  /** The resource as a policy names it, such as `arn:aws:s3:::orders/*`; `*` if the events do not say. */
  readonly resource: string;
  /** The IAM actions that it needs, such as `s3:GetObject`; empty if it needs none, or if they are not known. */
  readonly actions: readonly string[];
  readonly key: Readonly<Count> | undefined;
  /** By sessions that the key began. They stay valid when the key is gone, and cannot be renewed. */
  readonly sessions: Readonly<Count> | undefined;
  readonly role: Readonly<Count> | undefined;
  /** Calls of the role that AWS refused for lack of a permission. */
  readonly roleDenied: Readonly<Count> | undefined;
  /** The last of them that no success with the same object or folder takes back. */
  readonly refused: RoleRefusal | undefined;
  readonly state: MoveState;
}

/** A call before it is judged. */
type Comparable = Omit<MovedCall, "state" | "refused">;

/** The name of a call on a resource for people, such as `s3 GetObject orders/*` or `sqs SendMessage eu-west-1 orders`. */
export function nameOf({ call, resource }: Pick<MovedCall, "call" | "resource">): string {
  const short = call.replace(".amazonaws.com ", " ");
  const [, , , region = "", , ...rest] = resource.split(":");
  const parts = resource === ANY_RESOURCE ? [] : [region, rest.join(":")];
  return [short, ...parts].filter((part) => part !== "").join(" ");
}

/** The IAM actions that a call needs; empty if it needs none, or if they are not known. */
export function actionsOf(call: string): readonly string[] {
  const [source = "", name = ""] = call.split(" ");
  return neededActions(source, name, false).actions;
}

/** What the role made: calls on resources, and IAM actions on resources. */
export function madeByRole(rows: readonly Comparable[]): ReadonlySet<string> {
  return new Set(
    rows
      .filter(({ role }) => role !== undefined)
      .flatMap((row) => [
        `${row.call} ${row.resource}`,
        ...row.actions.map((action) => `${action} ${resourceFor(action, row.resource)}`),
      ]),
  );
}

function isMade({ call, resource, actions }: Comparable, made: ReadonlySet<string>): boolean {
  return (
    made.has(`${call} ${resource}`) ||
    (actions.length > 0 && actions.every((action) => made.has(`${action} ${resourceFor(action, resource)}`)))
  );
}

/**
 * How far a call has moved.
 *
 * @param made - What {@link madeByRole} returns.
 * @param quietSince - Until when the key may have been used, in milliseconds.
 * @param notNeeded - Names of calls that nothing needs, as {@link nameOf} has them, with or without their resources.
 */
export function stateOf(
  row: Comparable,
  made: ReadonlySet<string>,
  quietSince: number,
  notNeeded: readonly string[],
  roleArn: string,
): MoveState {
  const last = [row.key?.last, row.sessions?.last].filter((time) => time !== undefined);
  if (last.length === 0) {
    return "role";
  }
  const isSilent = last.every((time) => Date.parse(time) <= quietSince);
  if (isMade(row, made)) {
    return isSilent ? "moved" : "both";
  }
  if (!isSilent) {
    return "key";
  }
  const [source = "", name = ""] = row.call.split(" ");
  const staysBehind = staysWithKey(source, name) || (name === "AssumeRole" && row.resource === roleArn);
  return staysBehind || notNeeded.some((one) => isNamed(row, one)) ? "not-needed" : "stopped";
}

/** Whether the user's name of a call is that of a row, or of all rows of its call. */
export function isNamed(row: Pick<MovedCall, "call" | "resource">, name: string): boolean {
  return name === nameOf(row) || name === nameOf({ call: row.call, resource: ANY_RESOURCE });
}
