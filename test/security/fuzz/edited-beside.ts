/** Files with something wrong in them beside the policies: each policy stays as it is, and where readers look for it. */
import fc from "fast-check";
import { copyOf, ODD, pick, set, type Slot } from "./json-places";

/** What of a format must stay for a file to hold its policies. All other members are nobody's business. */
export interface Anchors {
  /** Members on the way to a policy. They keep their names; beside and below them things change. */
  readonly leads: readonly string[];
  /** Members that hold a policy or what it is made from. Nothing in them changes. */
  readonly sealed: readonly string[];
}

/** A file, and whether it has also got a member by which another format is known: it may then be refused as a whole. */
export interface Beside {
  readonly file: unknown;
  readonly isTwoFormats: boolean;
}

/** Names that no format has a meaning for. */
const NAMES = ["note", "__proto__", "constructor", "toString", "hasOwnProperty", "length", "", "0", "a/b"];

/** Names by which formats are known, for the top of a file. */
const FOREIGN = [
  "Statement",
  "statement",
  "Roles",
  "RoleDetailList",
  "Role",
  "Resources",
  "AWSTemplateFormatVersion",
  "deployment",
  "steps",
  "resourcePlans",
  "format_version",
  "terraform_version",
  "resource_changes",
  "values",
  "planned_values",
  "AssumeRolePolicyDocument",
];

/** Resources of every format that have nothing to do with roles, and members by which formats are known. */
const OTHERS: readonly (() => unknown)[] = [
  () => ({ type: "aws:s3/bucket:Bucket", urn: "urn:pulumi:dev::p::aws:s3/bucket:Bucket::b", inputs: {} }),
  () => ({ type: "creating", resource: null }),
  () => ({ mode: "managed", type: "aws_s3_bucket", address: "aws_s3_bucket.b", change: { after: {} } }),
  () => ({ mode: "managed", type: "aws_s3_bucket", address: "aws_s3_bucket.b", values: {} }),
  () => ({ Type: "AWS::S3::Bucket", Properties: {} }),
  () => ({ Type: "AWS::S3::Bucket", Condition: "NoSuch" }),
  () => ({ RoleName: "other", AssumeRolePolicyDocument: "%7B" }),
  () => ({ AssumeRolePolicyDocument: {} }),
  () => ({ root_module: {} }),
  () => ({ Effect: "Deny", Principal: "*", Action: "*" }),
  () => "2010-09-09",
];
const VALUES = [...ODD, ...OTHERS];

type Kind = "insert" | "foreign" | "reorder" | "rename" | "remove" | "replace";
type Edit = readonly [place: number, kind: Kind, name: number, detail: number];

const edit: fc.Arbitrary<Edit> = fc.tuple(
  fc.nat(999),
  fc.constantFrom<Kind>(
    ...([
      "insert",
      "insert",
      "insert",
      "reorder",
      "reorder",
      "rename",
      "remove",
      "replace",
      "foreign",
    ] as const),
  ),
  fc.nat(999),
  fc.nat(999),
);

/** The values of `base` with at most four edits each, all beside the policies. */
export function editedBeside(base: fc.Arbitrary<unknown>, anchors: Anchors): fc.Arbitrary<Beside> {
  return fc.tuple(base, fc.array(edit, { maxLength: 4 })).map(([value, edits]) => {
    const file = copyOf(value) as Record<string, unknown>;
    const before = Object.keys(file);
    for (const one of edits) {
      apply(file, one, anchors);
    }
    const isForeign = (name: string): boolean => FOREIGN.includes(name) && !before.includes(name);
    const isTwoFormats = Object.keys(file).some(isForeign) || Object.values(file).some(isTemplateResource);
    return { file, isTwoFormats };
  });
}

/** At the top of a file, a resource makes it a piece of a template too. */
function isTemplateResource(value: unknown): boolean {
  return typeof value === "object" && value !== null && "Type" in value;
}

function apply(file: Record<string, unknown>, [place, kind, name, detail]: Edit, anchors: Anchors): void {
  const { containers, free } = placesIn(file, anchors);
  const container = kind === "foreign" ? file : pick(containers, place);
  if (kind === "insert" || kind === "foreign") {
    insert(container, pick(kind === "foreign" ? FOREIGN : NAMES, name), detail);
  } else if (kind === "reorder") {
    reorder(container, detail);
  } else if (free.length > 0) {
    const slot = pick(free, place);
    const old = slot.container[slot.name];
    if (kind === "replace") {
      set(slot, pick(VALUES, detail)());
    } else {
      Reflect.deleteProperty(slot.container, slot.name);
      if (kind === "rename") {
        set({ ...slot, name: pick(NAMES, name) }, old);
      }
    }
  }
}

/** Into a list anywhere; into an object under a name that it has not got yet. */
function insert(container: Record<string, unknown>, name: string, detail: number): void {
  const value = pick(VALUES, detail)();
  if (Array.isArray(container)) {
    container.splice(detail % (container.length + 1), 0, value);
  } else if (!Object.hasOwn(container, name)) {
    set({ container, name }, value);
  }
}

/** Backwards, or with the first ones last. */
function reorder(container: Record<string, unknown>, detail: number): void {
  const entries = Object.entries(container);
  const at = detail % (entries.length + 1);
  const ordered = at === 0 ? entries.toReversed() : [...entries.slice(at), ...entries.slice(0, at)];
  if (Array.isArray(container)) {
    container.splice(0, container.length, ...ordered.map(([, value]) => value));
    return;
  }
  for (const [name] of entries) {
    Reflect.deleteProperty(container, name);
  }
  for (const [name, value] of ordered) {
    set({ container, name }, value);
  }
}

interface Places {
  /** Objects and lists on the way to the policies, the file first. */
  readonly containers: readonly Record<string, unknown>[];
  /** Members of these that no reader needs. */
  readonly free: readonly Slot[];
}

function placesIn(file: Record<string, unknown>, { leads, sealed }: Anchors): Places {
  const containers = [file];
  const free: Slot[] = [];
  // Grows while it is walked through.
  for (const container of containers) {
    for (const [name, value] of Object.entries(container)) {
      const isOnTheWay = Array.isArray(container) || leads.includes(name);
      if (isOnTheWay && typeof value === "object" && value !== null) {
        containers.push(value as Record<string, unknown>);
      } else if (!isOnTheWay && !sealed.includes(name)) {
        free.push({ container, name });
      }
    }
  }
  return { containers, free };
}
