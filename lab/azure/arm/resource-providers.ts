/** Which resource providers the subscription is registered to use. */
import { ArmError } from "../resources/arm-error";

/** The subscription's registrations. Every provider is registered, as in a subscription in use, until one is taken back. */
export class ResourceProviders {
  readonly #unregistered = new Set<string>();

  isRegistered(namespace: string): boolean {
    return !this.#unregistered.has(namespace.toLowerCase());
  }

  /** Registers a provider. Azure needs minutes for it; here it is done at once. */
  register(namespace: string): void {
    this.#unregistered.delete(namespace.toLowerCase());
  }

  /** Takes a registration back, so that the subscription is like a new one. */
  unregister(namespace: string): void {
    this.#unregistered.add(namespace.toLowerCase());
  }

  /**
   * @throws ArmError 409 unless the provider is registered.
   */
  demand(namespace: string): void {
    if (this.isRegistered(namespace)) {
      return;
    }
    const code = "MissingSubscriptionRegistration";
    const message = `The subscription is not registered to use namespace '${namespace}'. See https://aka.ms/rps-not-found for how to register subscriptions.`;
    // @evidence log A provider that is not registered is 409 `MissingSubscriptionRegistration`. Source: answers
    // quoted in public logs; azcore reads the namespace in the details (Azure/azure-sdk-for-go
    // sdk/azcore/arm/runtime/policy_register_rp.go).
    throw new ArmError(409, code, message, { details: [{ code, target: namespace, message }] });
  }
}
