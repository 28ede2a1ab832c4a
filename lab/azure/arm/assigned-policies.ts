/** Azure Policy in the subscription: what is assigned to it, and the definitions. */
import { isWithin } from "../resources/resource-id";
import type { JsonObject } from "../resources/resource-store";

/** A document of Azure Policy as clients read it. */
export interface PolicyDocument {
  readonly id: string;
  readonly properties: JsonObject;
}

/** What is assigned. It is shown, and no change is refused for it. */
export class AssignedPolicies {
  readonly #documents = new Map<string, PolicyDocument>();

  /** Adds a definition, an initiative, an assignment, or an exemption. Answers what takes it away. */
  add(document: PolicyDocument): () => void {
    const key = document.id.toLowerCase();
    this.#documents.set(key, document);
    return () => {
      this.#documents.delete(key);
    };
  }

  get(id: string): PolicyDocument | undefined {
    return this.#documents.get(id.toLowerCase());
  }

  /**
   * The documents of a type that apply to a scope: those on it and above it. Those of management groups and of the tenant
   * are above every scope.
   */
  at(scope: string, type: string): readonly PolicyDocument[] {
    const pattern = new RegExp(`^(.*)/providers/Microsoft\\.Authorization/${type}/[^/]+$`, "i");
    return [...this.#documents.values()].filter(({ id }) => {
      const [, on] = pattern.exec(id) ?? [];
      return on !== undefined && (!/^\/subscriptions\//i.test(on) || isWithin(scope, on));
    });
  }
}
