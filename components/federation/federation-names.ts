/** Names that must be known before anything exists, and that two stacks must not share. */

/** Where a component is declared. */
export interface Declaration {
  readonly project: string;
  readonly stack: string;
  /** The component's own name. */
  readonly name: string;
}

/** `<project>-<stack>-<name>`: the display name of the application and the last part of the default audience. */
export function federationName({ project, stack, name }: Declaration): string {
  return `${project}-${stack}-${name}`;
}

/**
 * The host name of a VM: the component's name in lower case, cut to the 63 characters that a DNS label may have. Azure
 * cannot change it later.
 */
export function computerName(name: string): string {
  return name.toLowerCase().slice(0, 63).replace(/-+$/, "");
}
