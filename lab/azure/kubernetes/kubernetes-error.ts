import { withCode } from "../../../messages";
import { LAB } from "../../../messages/lab";

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

  /** Something that Kubernetes does and the lab does not: the message says so, so that nobody takes it for a cluster's answer. */
  static notInTheLab(what: string, how?: string): KubernetesError {
    return new KubernetesError("NotInTheLab", withCode(LAB.say("lab-unsupported", what, how)));
  }
}
