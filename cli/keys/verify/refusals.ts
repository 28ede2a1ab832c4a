/** Finds calls that AWS refused the new role and did not allow later. They keep a key from being ready. */
import type { TrailEvent } from "../cloudtrail/trail-event";
import { ANY_RESOURCE } from "../use/resources";
import { later } from "../use/tally";

/** How many different objects are compared. */
const MOST = 50_000;

/** The longest name of an object that is compared whole. Source: Amazon S3 user guide, "Naming Amazon S3 objects": 1,024 bytes. */
const LONGEST = 1_024;

/** What AWS refused the role, and when it allowed the same. */
interface Tried {
  readonly row: string;
  /** What was refused, for people. */
  readonly what: string;
  denied: string | undefined;
  done: string | undefined;
}

/** A refusal of the role that no later success takes back. */
export interface RoleRefusal {
  readonly at: string;
  /** The object or the prefix, such as `pay/1`; empty if the call names none. */
  readonly what: string;
}

/**
 * The refusals of the role. One counts until the role succeeds with the same action on the same object, or on another one of the same
 * folder: a policy can allow one prefix of a bucket and not the other. Folders that are dates count as one.
 */
export class Refusals {
  readonly #tried = new Map<string, Tried>();
  #lost = 0;

  constructor(private readonly most = MOST) {}

  /** How many refusals are not compared, because there are too many different objects. */
  get lost(): number {
    return this.#lost;
  }

  /**
   * Takes a call of the role.
   *
   * @param row - The call and the resource as a policy names it.
   * @param right - What a policy would have to allow: the action, or the call if its action is not known.
   */
  add(event: TrailEvent, row: string, resource: string, right: string, isDenied: boolean): void {
    const what = objectOf(event, resource);
    const id = [right, resource, folderOf(what)].join(" ");
    let tried = this.#tried.get(id);
    if (tried === undefined) {
      if (this.#tried.size >= this.most) {
        this.#lost += isDenied ? 1 : 0;
        return;
      }
      tried = { row, what, denied: undefined, done: undefined };
      this.#tried.set(id, tried);
    }
    if (isDenied) {
      tried.denied = later(tried.denied, event.time);
    } else {
      tried.done = later(tried.done, event.time);
    }
  }

  /** The last refusal of each row that still counts. */
  standing(): ReadonlyMap<string, RoleRefusal> {
    const standing = new Map<string, RoleRefusal>();
    for (const { row, what, denied, done = "" } of this.#tried.values()) {
      if (denied !== undefined && denied > done && denied > (standing.get(row)?.at ?? "")) {
        standing.set(row, { at: denied, what });
      }
    }
    return standing;
  }
}

/** The object that a call is about; the prefix of a list; for a call without a known resource, what its parameters name. */
function objectOf({ source, parameters, resources }: TrailEvent, resource: string): string {
  if (source === "s3.amazonaws.com") {
    const inArn = resources.map((arn) => /^arn:[\w-]+:s3:::[^/]+\/(.+)$/.exec(arn)?.[1]);
    const found = [parameters.key, parameters.prefix, ...inArn].find((one) => typeof one === "string");
    return (typeof found === "string" ? found : "").slice(0, LONGEST);
  }
  return resource === ANY_RESOURCE ? identifiersIn(parameters).slice(0, LONGEST) : "";
}

/** What parameters name by a name, an ID, or an ARN, except for tokens of pages and requests. */
function identifiersIn(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .filter(([name, value]) => typeof value === "string" && /(?:name|id|arn|path|url)$/i.test(name))
    .filter(([name]) => !/token|request|session/i.test(name))
    .map(([name, value]) => `${name}=${value as string}`)
    .sort()
    .join(" ");
}

/** A part of a path that is a date, a part of one, or a partition by one: `2026`, `2026-11-05`, `20261105`, `day=05`. */
const DATE = /^(?:[a-z]+=)?(?:(?:19|20)\d\d(?:[-_]?\d\d){0,3}|\d{1,2})$/i;

/**
 * The folder of an object; the object itself if it is in none. Each date in it is replaced: a workload that reads one folder per day
 * never reads the same one again.
 */
function folderOf(object: string): string {
  const parts = object.split("/");
  const folders = parts.slice(0, -1);
  return folders.length === 0
    ? object
    : `${folders.map((part, index) => (index > 0 && DATE.test(part) ? "<date>" : part)).join("/")}/`;
}
