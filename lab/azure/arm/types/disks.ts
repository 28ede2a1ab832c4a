/** Managed disks. */
import { ArmError } from "../../resources/arm-error";
import { wordName } from "../resource-name";
import type { ResourceType } from "../resource-type";

/** A managed disk: that of a virtual machine's operating system comes with the machine. */
export const disks: ResourceType = {
  type: "Microsoft.Compute/disks",
  name: wordName("_.-", 1, 80, "_"),
  asynchronous: "always",
  refuseDeletion({ id }, [{ from }]) {
    return new ArmError(409, "OperationNotAllowed", `Disk ${id.name} is attached to VM ${from.id.text}.`);
  },
};
