import type { ELSEWHERE } from "../messages/judged-files";
import type { Path } from "./positions/source-node";

/** A part of a resource that is an IAM resource, or that may hold one. */
export type Held = HeldResource | HeldUnknown | HeldUnreadable | HeldElsewhere | HeldTransform;

/** Which parameters of a stack set count: those that a known instance overrides, or unknown ones, which any instance can override. */
export type StackSetReading = "instance" | "overridden";

/** Where a part is. */
export interface HeldPlace {
  /**
   * What distinguishes it from others of the resource, for fingerprints: logical names and names of properties, such as `Nested/Reader` or
   * `spec.assumeRolePolicyDocument`. Empty for the resource itself.
   */
  readonly place: string;
  /** Its name from the outermost part on, for people. A template has a name for each of its resources, the resource at hand has one. */
  readonly names: readonly string[];
  /** The type of the innermost resource that it is in, in the words of the resource's tool. */
  readonly kind: string;
  /** The way from the resource's properties to it, or to the value that holds it. */
  readonly path: Path;
  /** Whether it is within a string or a nested template, so that nothing in it has a position of its own. */
  readonly embedded: boolean;
  /** The readings of the stack sets that it is in, the innermost first. Empty for the parameters of the stack sets themselves. */
  readonly readings: readonly StackSetReading[];
  /** The template that it is in. */
  readonly template?: HeldTemplate;
}

/** One reading of a template: parts with the same one are created together. */
export interface HeldTemplate {
  /** How many templates it is within. */
  readonly depth: number;
  /** Whether a stack set creates it, in other accounts. */
  readonly isInStackSet: boolean;
  /** The unknown parts that only CloudFormation resolves, also those of the templates around it. */
  readonly hidden: ReadonlySet<string>;
}

/** A resource in CloudFormation's words. */
export interface HeldResource extends HeldPlace {
  readonly holds: "resource";
  readonly type: string;
  /** Whether it is judged as a role. */
  readonly isRole: boolean;
  /** Its properties, with a mark for each part that is not known. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** How the unknown conditions on which it depends are assumed to turn out, by name. */
  readonly conditions: Readonly<Record<string, boolean>>;
  /** Whether it is unknown if its template creates it at all. */
  readonly mayBeAbsent: boolean;
}

/** A template, or the properties of a resource, of which nothing is known. */
export interface HeldUnknown extends HeldPlace {
  readonly holds: "unknown";
  readonly of: "template" | "desired-state";
  /** A mark, or a string with marks. The contents of such a string follow, as far as the reader can read them. */
  readonly value: string;
  /** Whether it is that of a stack or a stack set in a template. */
  readonly isNested: boolean;
}

/** Something that may hold roles and cannot be read. */
export interface HeldUnreadable extends HeldPlace {
  readonly holds: "unreadable";
  /** `"part"` is a property with the name or the content of a policy, `"resource"` one of a template's. */
  readonly of: "part" | "resource" | "template" | "desired-state";
  /** What it is, to be read after "has". */
  readonly what: string;
}

/** A template that is not in the resource. */
export interface HeldElsewhere extends HeldPlace {
  readonly holds: "elsewhere";
  /** `"template"`: its own, or that of a resource of a template. */
  readonly of: "template" | keyof typeof ELSEWHERE;
}

/** A transform that may add or change roles. */
export interface HeldTransform extends HeldPlace {
  readonly holds: "transform";
  readonly name: string;
  /** The member of the template that names it. */
  readonly member: string;
}
