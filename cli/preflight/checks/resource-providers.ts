/** The preflight check against Azure resource providers that are not registered and that the login cannot register. */
import { coded } from "../../../messages";
import { type AzurePermission, mayDo } from "../../clouds/microsoft/azure-rights";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";

/** How the report calls this check. */
const RESOURCE_PROVIDERS = coded("resource-providers", "resource providers");

/** What the manual says about this check. */
export const RESOURCE_PROVIDERS_MANUAL: CheckManual = {
  check: RESOURCE_PROVIDERS,
  cause:
    "A resource provider of Azure is not registered in the subscription, and the login may not register it.",
  fix: "Ask an owner of the subscription to run the commands of the report, which register the providers.",
  reads: "The resource providers.",
};

/** The state of a resource provider in the subscription. */
export interface ProviderState {
  readonly namespace: string;
  /** `Registered`, `NotRegistered`, `Registering`, or `Unregistering`. */
  readonly state: Reading<string>;
}

/**
 * Whether the subscription is registered with the resource providers. `azure-native` registers a missing one by itself if
 * its login may. Source: docs/reference/permissions.md.
 *
 * @param permissions - The login's rights on the whole subscription.
 */
export function checkResourceProviders(
  providers: readonly ProviderState[],
  permissions: Reading<readonly AzurePermission[]>,
): Check {
  const missing: string[] = [];
  for (const { namespace, state } of providers) {
    if (!isRead(state)) {
      return cannotTell(RESOURCE_PROVIDERS, `${namespace} cannot be read: ${state.refused}`);
    }
    if (state.value !== "Registered") {
      missing.push(namespace);
    }
  }
  if (missing.length === 0) {
    return ok(RESOURCE_PROVIDERS, `${providers.map(({ namespace }) => namespace).join(", ")} are registered`);
  }
  const names = missing.join(", ");
  const found = `not registered: ${names}`;
  const expected = "registered, or the right to register";
  const fix = missing.map((namespace) => `az provider register --wait --namespace ${namespace}`).join("\n");
  if (!isRead(permissions)) {
    return cannotTell(RESOURCE_PROVIDERS, `${found}; whether the login may register is not known`, {
      expected,
      fix,
    });
  }
  const may = missing.every((namespace) => mayDo(permissions.value, `${namespace}/register/action`));
  return may
    ? ok(RESOURCE_PROVIDERS, `${found}; pulumi up registers what is missing, for which it takes minutes`)
    : wrong(RESOURCE_PROVIDERS, { found: `${found}, and the login may not register`, expected, fix });
}
