/** A refusal of the cluster's API server. */
export class KubernetesError extends Error {
  constructor(
    /** The `reason` of the API's Status object. */
    readonly reason: "Invalid" | "NotFound" | "Forbidden" | "NotInTheLab",
    message: string,
  ) {
    super(message);
    this.name = "KubernetesError";
  }

  /** Something that Kubernetes does and the lab does not: said plainly, so that nobody takes it for a cluster's answer. */
  static notInTheLab(message: string): KubernetesError {
    return new KubernetesError("NotInTheLab", `The lab does not do this: ${message}`);
  }
}
