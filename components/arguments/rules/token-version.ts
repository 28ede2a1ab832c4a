/** The version of an application's access tokens (`requestedAccessTokenVersion` in Microsoft Graph). */
export function tokenVersion(value: number): readonly string[] {
  return value === 1 || value === 2 ? [] : ["must be 1 or 2"];
}
