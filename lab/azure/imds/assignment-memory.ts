/** What the metadata service of a machine knows of the identities that are attached. */
import type { AttachedIdentity } from "../resources/attached-identities";

/**
 * Sees each change at once unless {@link AssignmentMemory.remember} was called. From then on, it keeps an identity's first assignment, as the
 * real service does: an identity that was detached and attached again cannot be used until {@link AssignmentMemory.restart}.
 *
 * @evidence log An identity that was detached and attached again is `Identity not found` until IMDS restarts, since IMDS keeps the
 *   former assignment. Source: Azure/aad-pod-identity #1102, which quotes Microsoft's support; #681. Microsoft says that it was
 *   fixed in part, so the lab plays it only if a test asks for it.
 */
export class AssignmentMemory {
  #known: Map<string, object> | undefined;

  /** @param attached the identities that are attached now */
  constructor(private readonly attached: () => readonly AttachedIdentity[]) {}

  /** Keeps what is attached now, and what is attached later for the first time. */
  remember(): void {
    this.#known = new Map();
    this.usable();
  }

  /** Sees each change at once again. */
  forget(): void {
    this.#known = undefined;
  }

  /** Forgets the former assignments, as a restart of the service does, and goes on to remember. */
  restart(): void {
    if (this.#known !== undefined) {
      this.remember();
    }
  }

  /** The attached identities whose assignment is the one that the service knows. */
  usable(): readonly AttachedIdentity[] {
    return this.attached().filter((identity) => this.#isKnown(identity));
  }

  #isKnown({ resourceId, assignment }: AttachedIdentity): boolean {
    const id = resourceId.toLowerCase();
    if (this.#known?.has(id) === false) {
      this.#known.set(id, assignment);
    }
    return (this.#known?.get(id) ?? assignment) === assignment;
  }
}
