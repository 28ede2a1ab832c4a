/** Changing the roles of an application: Graph refuses to remove or change one that is enabled. */
import { pick, type Properties, type PropertyValue, sameValue } from "../kernel/property-value";
import type { Call } from "../kernel/resource-type";
import { toGraph } from "./application-shape";
import { untilShown } from "./consistency";
import type { GraphClient, GraphObject } from "./graph-client";

/** Members of an enabled role that cannot change. */
const guarded = ["allowedMemberTypes", "description", "displayName", "value"];

/**
 * Disables the roles that will be removed or changed, in a separate request, and waits until Graph shows it.
 *
 * Source (source code): terraform-provider-azuread v3.8.0, `applicationDisableAppRoles`.
 */
export async function disableRoles(id: string, news: Properties, call: Call<GraphClient>): Promise<void> {
  const wanted = (toGraph(pick(news, ["appRoles"])).appRoles ?? []) as GraphObject[];
  const application = await call.client.get(id, call);
  const existing = (application.appRoles ?? []) as GraphObject[];
  const isKept = (role: GraphObject): boolean =>
    wanted.some(
      (other) => other.id === role.id && guarded.every((name) => sameMember(other[name], role[name])),
    );
  const leaving = existing.filter((role) => role.isEnabled === true && !isKept(role));
  if (leaving.length === 0) {
    return;
  }
  const appRoles = existing
    .map((role) => (leaving.includes(role) ? { ...role, isEnabled: false } : role))
    .map((role) => ({ ...role, origin: undefined }));
  await call.client.patch(id, { id: application.id, appRoles }, call);
  await untilShown(call, async () => {
    const now = ((await call.client.get(id, call)).appRoles ?? []) as GraphObject[];
    return !now.some((role) => role.isEnabled === true && leaving.some((other) => other.id === role.id));
  });
}

function sameMember(a: unknown, b: unknown): boolean {
  return sameValue((a ?? "") as PropertyValue, (b ?? "") as PropertyValue);
}
