import { isGuid } from "../../../trust";

/** The ID of an Entra tenant: a GUID, never a domain name, since tokens carry the GUID in `iss`. */
export function tenantId(value: string): readonly string[] {
  return isGuid(value)
    ? []
    : ["must be the GUID of the tenant (Directory ID), not a domain name: az account show --query tenantId"];
}
