import { setTimeout as delay } from "node:timers/promises";
import type * as pulumi from "@pulumi/pulumi";
import { coded } from "../../messages";
import { warn } from "../pulumi/component";
import { errorHook } from "../pulumi/hooks";

/** ARM's code for an interface that is kept for a VM which failed to start: for 180 seconds, says its message. */
const RESERVED = "NicReservedForAnotherVm";

/** Between two attempts, and how many there are: together more than the 180 seconds. */
const PAUSE = 15_000;
const MOST_ATTEMPTS = 14;

/**
 * The hook with which a VM waits for its interface. After a VM failed to start, Azure keeps the interface for it for 180
 * seconds. The next update gives the VM another name and the same interface, so it is refused until then.
 *
 * @param component - The class and name of the component.
 * @param parent - The component, at which the wait is reported.
 */
export function waitForReservedInterface(
  component: string,
  parent: pulumi.Resource,
): Pick<pulumi.ResourceHookBinding, "onError"> {
  let attempts = 0;
  const hook = errorHook(`${component} waits for its network interface`, async ({ error }) => {
    if (!error.includes(RESERVED) || attempts >= MOST_ATTEMPTS) {
      return false;
    }
    attempts++;
    if (attempts === 1) {
      await warn(
        coded(
          "interface-reserved",
          "Azure keeps the network interface for a VM that failed to start before. Waiting for up to 3 minutes",
        ),
        parent,
      );
    }
    await delay(PAUSE);
    return true;
  });
  return hook === undefined ? {} : { onError: [hook] };
}
