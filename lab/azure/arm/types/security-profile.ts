/** What a virtual machine's `securityProfile` may say. */
import { ArmError } from "../../resources/arm-error";
import { objectAt, textAt } from "../../resources/json-reader";
import type { JsonObject } from "../../resources/resource-store";

const MODES = ["Audit", "Enforce", "Disabled"];
const PROFILE =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/galleries\/[^/]+\/inVMAccessControlProfiles\/[^/]+\/versions\/[^/]+$/i;

/**
 * Checks it as the Compute provider does. The lab keeps it and enforces nothing of it: every process of a machine reaches
 * its metadata.
 *
 * @param properties `properties` of the virtual machine.
 */
export function checkSecurityProfile(properties: JsonObject): void {
  const profile = objectAt(properties, "securityProfile");
  const type = textAt(profile, "securityType") ?? "Standard";
  if (profile.uefiSettings !== undefined && type === "Standard") {
    // @evidence documentation UEFI settings need another security type than `Standard`. Source: Azure, "Trusted
    // launch for Azure virtual machines"; the text is the lab's.
    throw ArmError.invalidParameter(
      "Use of UEFI settings needs a security type other than Standard.",
      "securityProfile.uefiSettings",
    );
  }
  const image = textAt(properties, "storageProfile", "imageReference", "id") ?? "";
  if (type !== "Standard" && /\/providers\/Microsoft\.Compute\/images\//i.test(image)) {
    // @evidence documentation Managed images cannot have trusted launch. Source: Azure, "Trusted launch for Azure
    // virtual machines"; the text is the lab's.
    throw new ArmError(
      400,
      "BadRequest",
      `Security type '${type}' is not supported with the managed image '${image}'. Use an image of a compute gallery.`,
    );
  }
  for (const endpoint of ["imds", "wireServer"]) {
    checkEndpoint(endpoint, objectAt(profile, "proxyAgentSettings", endpoint));
  }
}

function checkEndpoint(endpoint: string, settings: JsonObject): void {
  const path = `securityProfile.proxyAgentSettings.${endpoint}`;
  const mode = textAt(settings, "mode");
  const profile = textAt(settings, "inVMAccessControlProfileReferenceId");
  if (mode !== undefined && profile !== undefined) {
    // @evidence documentation A mode and a profile of the proxy agent exclude each other. Source: Azure,
    // "Troubleshoot MSP".
    throw new ArmError(
      400,
      "BadRequest",
      `The property '${path}.inVMAccessControlProfileReferenceId' cannot be used together with property '${path}.mode'.`,
    );
  }
  if (mode !== undefined && !MODES.includes(mode)) {
    // @evidence documentation The mode of the proxy agent is one of three. Source: Azure, "Troubleshoot MSP".
    throw new ArmError(400, "BadRequest", `The value of parameter '${path}.mode' is invalid.`);
  }
  if (profile !== undefined && !PROFILE.test(profile)) {
    // @evidence documentation The profile of the proxy agent is one of a gallery. Source: Azure, "Troubleshoot MSP".
    throw ArmError.invalidParameter(
      `The resource id '${profile}' is not a valid gallery inVMAccessControlProfile reference.`,
      `${path}.inVMAccessControlProfileReferenceId`,
    );
  }
}
