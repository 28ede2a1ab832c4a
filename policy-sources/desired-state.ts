import { UNREAD } from "../messages/judged-files";
import { isMark, isObject, repeatedMember } from "../trust";

/** What the desired state of a Cloud Control resource holds. */
export type DesiredState =
  | DesiredProperties
  | {
      readonly holds: "unknown" | "nothing";
    }
  | {
      readonly holds: "unread";
      /** What is the matter with it, to be read after "has". */
      readonly what: string;
    };

/** The properties of a resource, in CloudFormation's words. */
interface DesiredProperties {
  readonly holds: "properties";
  /** The resource's CloudFormation type; a mark while it is not known. */
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Types that hold IAM resources or templates. Properties of others are of interest by their shape alone. */
const HOLDS_ROLES = /^AWS::(IAM|CloudFormation)::/;

/**
 * Reads the desired state of a Cloud Control resource.
 *
 * @param typeName - The resource's CloudFormation type, or a mark.
 * @param state - Its properties as JSON text or as an object, or a mark.
 * @param parse - Parses JSON text. Default is `JSON.parse`.
 */
export function desiredState(
  typeName: unknown,
  state: unknown,
  parse: (text: string) => unknown = JSON.parse,
): DesiredState {
  const type = typeof typeName === "string" ? typeName : "";
  const mayHoldRoles = HOLDS_ROLES.test(type) || isMark(type) || type === "";
  if (isMark(state)) {
    return { holds: mayHoldRoles ? "unknown" : "nothing" };
  }
  let properties = state;
  if (typeof state === "string") {
    try {
      properties = parse(state);
    } catch {
      return unread(UNREAD.propertiesNotJson(), mayHoldRoles);
    }
    const repeated = repeatedMember(state, properties);
    if (repeated !== undefined) {
      // AWS does not say which of the two it takes.
      return unread(UNREAD.propertiesTwice(repeated), mayHoldRoles);
    }
  }
  return isObject(properties)
    ? { holds: "properties", type, properties }
    : unread(UNREAD.propertiesNoObject(), mayHoldRoles);
}

function unread(what: string, mayHoldRoles: boolean): DesiredState {
  return mayHoldRoles ? { holds: "unread", what } : { holds: "nothing" };
}

/** Types whose desired state holds a CloudFormation template. */
const STACKS = new Set(["AWS::CloudFormation::Stack", "AWS::CloudFormation::StackSet"]);

/** Whether resources of a CloudFormation type hold a template. */
export function isStackType(type: string): boolean {
  return STACKS.has(type);
}
