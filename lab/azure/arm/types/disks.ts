/** Managed disks. */
import { ArmError } from "../../resources/arm-error";
import { wordName } from "../resource-name";
import type { ArmBehavior } from "../resource-type";

/**
 * A managed disk: that of a virtual machine's operating system comes with the machine.
 *
 * @evidence documentation The disk of a machine's operating system is a separate resource. Source: Azure,
 *   "Introduction to Azure managed disks".
 */
export const disks: ArmBehavior = {
  type: "Microsoft.Compute/disks",
  name: wordName("_.-", 1, 80, "_"),
  asynchronous: "always",
  refuseDeletion({ id }, [{ from }]) {
    // @evidence report An attached disk cannot be deleted: 409 `OperationNotAllowed`. Source: answers quoted in public
    // logs.
    return new ArmError(409, "OperationNotAllowed", `Disk ${id.name} is attached to VM ${from.id.text}.`);
  },
};
