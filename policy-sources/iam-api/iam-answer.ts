/** What is known about the answers of IAM, for all that read them: from a file, from a stream, or from the SDK. */
import { asList, isObject } from "../../trust";
import { withoutUrlEncoding } from "../url-encoded";

/** The members that list roles. Source: IAM API, "GetAccountAuthorizationDetails" and "ListRoles". */
export const ROLE_LISTS: readonly string[] = ["RoleDetailList", "Roles"];

/** The members that an answer has if it is one page of several. The AWS CLI writes `NextToken` for one that `--max-items` cut. */
export const PAGE_MEMBERS: readonly string[] = ["IsTruncated", "NextToken", "Marker"];

/** Whether the value of one of {@link PAGE_MEMBERS} says that there are more pages. */
export function saysMore(value: unknown): boolean {
  return value === true || typeof value === "string";
}

/** A policy as IAM returns it: an object, or JSON, which the API encodes for URLs. `undefined` if it is not a policy. */
export function policyDocument(document: unknown): Readonly<Record<string, unknown>> | undefined {
  try {
    const written = withoutUrlEncoding(document);
    const read: unknown = typeof written === "string" ? JSON.parse(written) : written;
    return isObject(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** The default version of a managed policy. Source: IAM API, "ManagedPolicyDetail", "PolicyVersion". */
export function defaultVersion(versions: unknown): Readonly<Record<string, unknown>> | undefined {
  return asList(versions)
    .filter(isObject)
    .find(({ IsDefaultVersion }) => IsDefaultVersion === true);
}
