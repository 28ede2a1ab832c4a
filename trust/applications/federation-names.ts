/** Names that are known before anything exists, and that two stacks must not share. */
import { createHash } from "node:crypto";

/** Where a component is declared. */
export interface Declaration {
  readonly project: string;
  readonly stack: string;
  /** The component's own name. */
  readonly name: string;
}

/** `<project>-<stack>-<name>`: the display name of the application, for people. */
export function federationName({ project, stack, name }: Declaration): string {
  return `${project}-${stack}-${name}`;
}

/** The hexadecimal digits of the hash in {@link audienceName}. */
const DIGITS = 8;

/**
 * The last part of the default audience: the {@link federationName}. If the stack or the component has a hyphen in its name,
 * a hash of all three names follows, because the joined name would be ambiguous. Entra accepts each audience only once per
 * tenant.
 */
export function audienceName(declaration: Declaration): string {
  const { project, stack, name } = declaration;
  const joined = federationName(declaration);
  if (!`${stack}${name}`.includes("-")) {
    return joined;
  }
  const digest = createHash("sha256")
    .update(JSON.stringify([project, stack, name]))
    .digest("hex");
  return `${joined}-${digest.slice(0, DIGITS)}`;
}
