import { isGuid } from "../../../trust";

/** Any other GUID, such as the object ID of an identity. */
export function guid(value: string): readonly string[] {
  return isGuid(value) ? [] : ["must be a GUID such as 0a1b2c3d-0000-4000-8000-0123456789ab"];
}
