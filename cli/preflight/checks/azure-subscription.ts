/** The preflight check of the Azure subscription: whether it is visible, enabled, and in the right tenant. */
import { coded } from "../../../messages";
import { isRead, type Reading } from "../../clouds/reading";
import { cannotTell, type Check, type CheckManual, ok, wrong } from "../check";
import type { Subscription } from "../facts";

/** How the report calls this check. */
const AZURE_SUBSCRIPTION = coded("azure-subscription", "Azure subscription");

/** What the manual says about this check. */
export const AZURE_SUBSCRIPTION_MANUAL: CheckManual = {
  check: AZURE_SUBSCRIPTION,
  cause:
    "The login does not see the subscription, it is in another tenant, or its state allows no new resources: `Warned`, `Disabled`, `Expired`, or `Deleted`.",
  fix: "Run `az account list --output table`, and set `azure-native:subscriptionId`.",
  reads: "The subscription.",
  cannotTell:
    "If the configuration has a separate login; if the login sees several subscriptions and none is configured; for states that Microsoft does not document. `PastDue` is ok: all operations are still available.",
};

/**
 * What a subscription in a state lets its users do. Source: Microsoft Cost Management, "Azure subscription states" (2025), which
 * says so for each state; until 2022, the page said that a warned subscription could still be used. Other states are not documented.
 */
const STATES: Readonly<Record<string, "creates" | "refuses">> = {
  enabled: "creates",
  active: "creates",
  // A payment is outstanding; all operations are available until the subscription is disabled.
  pastdue: "creates",
  // Resources can be read and deleted, but not created or changed.
  warned: "refuses",
  disabled: "refuses",
  expired: "refuses",
  // No operations are available.
  deleted: "refuses",
};

/** What is known of the subscription that the stack deploys to. */
export interface SubscriptionFacts {
  /** The one that is wanted. */
  readonly wanted: string | undefined;
  /** The wanted one, or the only one that the login sees. */
  readonly subscription: Reading<Subscription | undefined>;
  /** IDs of all subscriptions that the login sees. */
  readonly visible: readonly string[];
  readonly tenantId: string | undefined;
}

/** Whether the login sees the subscription that the stack deploys to, and whether it is in use and in the tenant. */
export function checkAzureSubscription({
  wanted,
  subscription,
  visible,
  tenantId,
}: SubscriptionFacts): Check {
  const list = "az account list --all --output table";
  if (!isRead(subscription)) {
    if (wanted !== undefined && (subscription.status === 404 || subscription.status === 403)) {
      const others = visible.length === 0 ? "none" : visible.join(", ");
      return wrong(AZURE_SUBSCRIPTION, {
        found: `the login sees ${others}, but not ${wanted}`,
        expected: wanted,
        fix: `az account set --subscription ${wanted}\n${list}`,
      });
    }
    return cannotTell(AZURE_SUBSCRIPTION, subscription.refused);
  }
  const found = subscription.value;
  if (found === undefined) {
    const seen = visible.length === 0 ? "no subscription" : `${visible.length} subscriptions`;
    return visible.length === 0
      ? wrong(AZURE_SUBSCRIPTION, { found: `the login sees ${seen}`, expected: "a subscription", fix: list })
      : cannotTell(AZURE_SUBSCRIPTION, `the login sees ${seen}, and none is configured`, {
          fix: "pulumi config set azure-native:subscriptionId <subscription ID>",
        });
  }
  const shown = `${found.id} (${found.name})`;
  if (tenantId !== undefined && found.tenantId.toLowerCase() !== tenantId) {
    return wrong(AZURE_SUBSCRIPTION, {
      found: `${shown} of tenant ${found.tenantId}`,
      expected: `a subscription of tenant ${tenantId}`,
      fix: list,
    });
  }
  const state = STATES[found.state.toLowerCase()];
  const look = `az account show --subscription ${found.id} --query state`;
  if (state === undefined) {
    return cannotTell(
      AZURE_SUBSCRIPTION,
      `${shown} has the state ${JSON.stringify(found.state)}, which Microsoft does not document`,
      { expected: "a subscription that is Enabled", fix: look },
    );
  }
  if (state === "refuses") {
    return wrong(AZURE_SUBSCRIPTION, {
      found: `${shown} is ${found.state}: nothing can be created in it`,
      expected: "a subscription that is Enabled",
      fix: `${look}  # its owner enables it`,
    });
  }
  const note =
    found.state.toLowerCase() === "pastdue"
      ? "; PastDue: it still allows everything, and is disabled unless its owner pays"
      : "";
  return ok(
    AZURE_SUBSCRIPTION,
    `${shown}${wanted === undefined ? "; the only one that the login sees" : ""}${note}`,
  );
}
