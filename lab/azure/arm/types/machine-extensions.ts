/** Extensions of virtual machines. */
import { ArmError } from "../../resources/arm-error";
import { textAt } from "../../resources/json-reader";
import type { ArmBehavior } from "../resource-type";

const PROXY_AGENT = "Microsoft.CPlat.ProxyAgent";
const PROXY_AGENT_TYPES = ["ProxyAgentLinux", "ProxyAgentLinuxARM64"];

/**
 * An extension of a machine. The lab has no agent to install it: it keeps that of the guest proxy agent as a document,
 * and refuses others, so nobody believes that they run.
 *
 * @evidence documentation Extensions are resources below a machine. Source: Azure, "Virtual Machine Extensions -
 *   Create Or Update"; the lab installs none.
 */
export const machineExtensions: ArmBehavior = {
  type: "Microsoft.Compute/virtualMachines/extensions",
  asynchronous: "always",
  readOnly: ["instanceView"],
  prepare({ id, body }) {
    const [publisher = "", type = ""] = ["publisher", "type"].map((name) => textAt(body.properties, name));
    if (publisher !== PROXY_AGENT) {
      throw ArmError.notInTheLab(
        `the extension ${publisher}/${type}`,
        `Expected an extension of ${PROXY_AGENT}`,
      );
    }
    if (!PROXY_AGENT_TYPES.includes(type)) {
      // @evidence report An extension that does not exist is 404 `ArtifactNotFound`. Source: answers quoted in public
      // logs; the end of the text is the lab's.
      throw new ArmError(
        404,
        "ArtifactNotFound",
        `The VM extension with publisher '${publisher}' and type '${type}' could not be found in location '${body.location ?? ""}' (${id.name}).`,
      );
    }
    return { body };
  },
};
