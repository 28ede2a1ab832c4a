/** A resource as a template declares it. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  /** The resource with all its attributes. */
  readonly resource: Readonly<Record<string, unknown>>;
  readonly properties: unknown;
  readonly path: readonly (string | number)[];
  /** The condition without which the template does not make it. */
  readonly condition: unknown;
  /** Whether the trust policy is put together from several places of the template. Default is false. */
  readonly isMerged?: boolean;
}
