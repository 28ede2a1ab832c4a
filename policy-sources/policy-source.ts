import type { FixLanguage } from "../trust";
import type { FoundProvider } from "./found-provider";
import type { Path } from "./positions/source-node";
import type { StateResource } from "./pulumi-state/read-state";

/** When a role was last used, according to IAM. Without a date, IAM has seen no use within its last 400 days. */
export interface LastUse {
  /** The time in ISO 8601. */
  readonly date?: string;
  /** The AWS region of that use. */
  readonly region?: string;
}

/** A trust policy that was found in a file. */
export interface FoundPolicy {
  /** The role as the file names it: a name, a logical ID, an address. */
  readonly role: string;
  /**
   * What distinguishes the role from others of the file, as data, for fingerprints: names and positions. Default is its name, so it is set
   * where that has words that can change.
   */
  readonly id?: readonly (string | number)[] | undefined;
  /**
   * Which outcome of a template it is: how each unknown condition turns out, by name, or whose parameters count. Not set if it is
   * the same in all of them.
   */
  readonly variant?: readonly (string | boolean)[] | undefined;
  /** What holds the policy: a resource type such as `AWS::IAM::Role`, or a code such as `iam-role`. */
  readonly kind: string;
  /** The policy, as an object or a string, with a mark for each unknown part. */
  readonly document: unknown;
  /** Where it is in the file. */
  readonly path: Path;
  /** The path from the policy to the part of it that the file has. Default: none, so the file has the whole policy. */
  readonly around?: Path | undefined;
  /** Whether the file contains it within a string, as state files do. Nothing inside it then has a separate position. */
  readonly embedded: boolean;
  /** The role's account, if the file shows it. */
  readonly account?: string | undefined;
  /** The Pulumi provider that deploys the role, if the file shows it. What one provider deploys is in one account. */
  readonly awsProvider?: string | undefined;
  /** The role's ARN, if the file shows it. */
  readonly arn?: string | undefined;
  /** The role's name in IAM, if the file shows it without an ARN. */
  readonly roleName?: string | undefined;
  /** When the role was last used, if the file shows it. Only two answers of IAM do. */
  readonly lastUsed?: LastUse | undefined;
  /** How to know what is unknown in it, if not from the deployed role. An imperative, without a period. */
  readonly toKnow?: string;
  /** The URN of the resource that holds it, in a Pulumi stack. */
  readonly urn?: string | undefined;
  /** The role's logical ID within a template that the resource holds. */
  readonly place?: string | undefined;
  /** Why the deployed policy may differ from this one. With a doubt, a policy is rejected or unknown, never accepted. */
  readonly doubt?: string | undefined;
  /** The language in which its author would write a fix. Default is JSON. */
  readonly language?: FixLanguage | undefined;
  /** Whether the file marks the policy as a secret and has it in plain text. It is judged, but nothing of it is shown. */
  readonly isSecret?: boolean | undefined;
  /** The OpenID Connect providers of the template or module that has the role, if the file can have several. */
  readonly providers?: readonly FoundProvider[];
  /** The policy with values that are likely and not certain. It counts if the verdict is unknown without them. */
  readonly assuming?: Assuming | undefined;
}

/** {@link FoundPolicy.id} with its default. */
export function idOf({ id, role }: Pick<FoundPolicy, "id" | "role">): readonly (string | number)[] {
  return id ?? [role];
}

/** The role's name in IAM, if the file shows it. */
export function roleNameOf({ arn, roleName }: Pick<FoundPolicy, "arn" | "roleName">): string | undefined {
  return arn?.split("/").at(-1) ?? roleName;
}

/** A policy with assumed values in place of unknown ones. */
export interface Assuming extends Pick<FoundPolicy, "document" | "providers"> {
  /** What is assumed, to be read after "assumes": `the default of var.x`. */
  readonly assumptions: readonly string[];
}

/** What a file holds. */
export interface FoundPolicies {
  readonly documents: readonly FoundPolicy[];
  /** What may contain roles but is not part of the file, such as the template of a nested stack. One sentence each. */
  readonly notSeen: readonly string[];
  /** The OpenID Connect providers that the file creates or lists. */
  readonly providers?: readonly FoundProvider[];
  /** What to know about the file, without an effect on the outcome. One sentence or two each. */
  readonly remarks?: readonly string[];
  /** Strings that the file marks as secrets and has in plain text. No report contains them. */
  readonly secrets?: readonly string[];
  /** All resources of a Pulumi stack, if the file is its state. */
  readonly state?: readonly StateResource[];
}

/** A kind of file that trust policies are found in. */
export interface PolicySource {
  /** Its code, for programs: `cloudformation-template`. */
  readonly code: string;
  /** Its name with an article, for messages: `a CloudFormation template`. */
  readonly name: string;
  /** Whether it may be YAML. */
  readonly yaml?: boolean;
  /** Whether a parsed file looks like it. */
  readonly recognizes: (value: unknown) => boolean;
  /** Finds the trust policies in it. */
  readonly find: (value: unknown) => FoundPolicies;
}
