import { stringsIn } from "../../trust";
import { type Json, text } from "./exports";

/**
 * The ID of the app role that the component gives its application. An application with another one is adopted, since a
 * change of the role would replace each assignment.
 */
export const OWN_APP_ROLE = "a7119b31-55cf-5972-b48f-b6169f0b8f2a";

/** Whether an application can become the component's own: it has the component's app role, and none that would go. */
export function isTakenOver({ appRoles }: Json): boolean {
  const roles = [appRoles].flat().map((role) => text(role, "id"));
  return roles.length === 1 && roles[0] === OWN_APP_ROLE;
}

/** The application ID URIs of an application. */
export function idUrisOf({ identifierUris }: Json): string[] {
  return stringsIn(identifierUris);
}

/**
 * What keeps an application from being imported: a sentence each.
 *
 * @param audience - The one URI that the component would leave to it.
 * @param assignments - The assignments of the workloads' identities, as far as they were exported.
 */
export function applicationProblems(
  application: Json,
  audience: string,
  assignments: readonly (Json | undefined)[],
): string[] {
  const id = text(application, "appId");
  if (audience === "") {
    return [
      `The application ${id} has no application ID URI, for which tokens are asked: give it one with az ad app update --id ${id} --identifier-uris api://${id}, and export again.`,
    ];
  }
  const roles = new Set(assignments.map((it) => text(it, "appRoleId")).filter((it) => it !== ""));
  if (roles.size > 1) {
    return [
      `The identities are assigned to ${roles.size} app roles of the application ${id}, ${[...roles].join(", ")}, of which a federation has one: import those of each into a federation of its own.`,
    ];
  }
  const others = idUrisOf(application).filter((uri) => uri !== audience);
  return isTakenOver(application) && others.length > 0
    ? [
        `The application ${id} has further application ID URIs beside ${audience}, ${others.join(", ")}. One of the component's has one, and the next update would take the others away from who asks for them: leave them out with az ad app update --id ${id} --identifier-uris ${audience}, and export again.`,
      ]
    : [];
}
