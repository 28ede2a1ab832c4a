/** Decides whether import takes an application over, adopts it, or refuses it. */
import { coded, type Message } from "../../messages";
import { IMPORT } from "../../messages/cli";
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
 * What keeps an application from being imported.
 *
 * @param audience - The one URI that the component would leave to it.
 * @param assignments - The assignments of the workloads' identities, as far as they were exported.
 */
export function applicationProblems(
  application: Json,
  audience: string,
  assignments: readonly (Json | undefined)[],
): Message[] {
  const id = text(application, "appId");
  if (audience === "") {
    return [
      coded(
        "import-application-without-uri",
        `the application ${id} has no application ID URI, which tokens are requested for. Run az ad app update --id ${id} --identifier-uris api://${id}, and export again`,
      ),
    ];
  }
  const roles = new Set(assignments.map((it) => text(it, "appRoleId")).filter((it) => it !== ""));
  if (roles.size > 1) {
    return [IMPORT.say("import-application-roles-several", id, [...roles])];
  }
  const others = idUrisOf(application).filter((uri) => uri !== audience);
  return isTakenOver(application) && others.length > 0
    ? [
        coded(
          "import-application-uris-several",
          `the application ${id} has the further application ID URIs ${others.join(", ")}, which the next update would remove. Run az ad app update --id ${id} --identifier-uris ${audience}, and export again`,
        ),
      ]
    : [];
}
