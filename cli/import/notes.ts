/** The notes that import prints with the declaration, such as commands to run on an adopted application. */
import { coded, type Message } from "../../messages";
import { idUrisOf, isTakenOver } from "./application";
import { text } from "./exports";
import type { SetUp } from "./set-up";
import { assignmentNotes } from "./set-up-assignments";

/** What the user should know about the component as it is rendered. */
export function notesOf(setUp: SetUp): Message[] {
  const { otherAudiences, tokenVersion, application, workloads } = setUp;
  const uris = idUrisOf(application);
  return [
    ...adoptionNotes(setUp),
    ...assignmentNotes(application, workloads),
    ...(otherAudiences.length > 0
      ? [
          coded(
            "import-note-provider-shared",
            `The OpenID Connect provider lists further client IDs, ${otherAudiences.join(", ")}: others use it too. retainOidcProviderOnDelete keeps it when the stack is destroyed, from the first pulumi up on, not before`,
          ),
        ]
      : []),
    ...(tokenVersion === 2 && uris.length > 1
      ? [
          coded(
            "import-note-uris-several",
            `The application has ${uris.length} application ID URIs. Workloads will request tokens for the first, ${uris[0] ?? ""}. If they use another one today, write that one: ${uris.slice(1).join(", ")}`,
          ),
        ]
      : []),
  ];
}

/** What an application that is adopted still lacks: the component does not change it, and its preview refuses it so. */
function adoptionNotes({ application, servicePrincipal }: SetUp): Message[] {
  if (isTakenOver(application)) {
    return [];
  }
  const id = text(application, "appId");
  const isOpen = servicePrincipal.appRoleAssignmentRequired !== true;
  const commands = [
    ...(application.signInAudience === "AzureADMyOrg"
      ? []
      : [`az ad app update --id ${id} --sign-in-audience AzureADMyOrg`]),
    ...(servicePrincipal.accountEnabled === false
      ? [`az ad sp update --id ${id} --set accountEnabled=true`]
      : []),
    ...(isOpen ? [`az ad sp update --id ${id} --set appRoleAssignmentRequired=true`] : []),
  ];
  return commands.length === 0
    ? []
    : [
        coded(
          "import-note-adopted",
          `The application is adopted, and each preview refuses it until its owner has run at least: ${commands.join(" && ")}` +
            (isOpen
              ? ". From then on, only identities that are assigned to one of its app roles get tokens for it"
              : ""),
        ),
      ];
}
