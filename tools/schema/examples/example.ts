/** An example of the package, apart from any language. */

/** A text, an output of a resource, a value of the stack's configuration, or a composition of these. */
export type ExampleValue =
  string | OutputOf | FromConfig | readonly ExampleValue[] | { readonly [member: string]: ExampleValue };

/** An output of a resource of the example. */
export class OutputOf {
  /**
   * @param variable - The resource's variable.
   * @param output - The output's name.
   * @param workload - With a name, the output is that of this workload in the resource's output `workloads`.
   */
  constructor(
    readonly variable: string,
    readonly output: string,
    readonly workload?: string,
  ) {}
}

/** A text that the stack's configuration must have. */
export class FromConfig {
  constructor(readonly key: string) {}
}

/** A component that the example creates. */
export interface ExampleResource {
  /** The variable that holds it, in camel case. */
  readonly variable: string;
  /** Its name in Pulumi. */
  readonly name: string;
  readonly component: string;
  readonly args: Readonly<Record<string, ExampleValue>>;
}

/** A complete program. */
export interface Example {
  readonly title: string;
  /** Each comes after those whose outputs it takes. */
  readonly resources: readonly ExampleResource[];
  /** What the program exports. */
  readonly exports: Readonly<Record<string, OutputOf>>;
}
