/**
 * One resource in a file for `pulumi import --file`.
 *
 * Source: Pulumi docs, "pulumi import"; pulumi/pulumi, `pkg/cmd/pulumi/operations/import.go`.
 */
export interface ImportedResource {
  readonly type: string;
  /** Name within the file, by which others name it as their parent. Unique in the file. */
  readonly name: string;
  /** The resource's name in the program. */
  readonly logicalName: string;
  /** What the provider knows it by. Components have none. */
  readonly id?: string;
  /** Name within the file of the component that has it; none for the outermost component. */
  readonly parent?: string;
  /** Whether it is a component, which holds others and is nothing in a cloud. */
  readonly component?: true;
}

const COMPONENTS = "azure-to-aws-federation:index:";

/** Makes a component of this package's. */
export function component(
  className: string,
  logicalName: string,
  name: string,
  parent?: string,
): ImportedResource {
  const whole = { type: COMPONENTS + className, name, logicalName, component: true } as const;
  return parent === undefined ? whole : { ...whole, parent };
}

/** Makes a resource of a cloud's. */
export function custom(type: string, logicalName: string, id: string, parent: string): ImportedResource {
  return { type, name: logicalName, logicalName, id, parent };
}

/** Renders the file. */
export function renderImportFile(resources: readonly ImportedResource[]): string {
  return `${JSON.stringify({ resources }, null, 2)}\n`;
}
