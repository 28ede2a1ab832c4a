import { idUrisOf, isTakenOver } from "./application";
import { text } from "./exports";
import type { SetUp } from "./set-up";
import { assignmentNotes } from "./set-up-assignments";

/** What somebody should know of the component as it is rendered: a sentence each. */
export function notesOf(setUp: SetUp): string[] {
  const { otherAudiences, tokenVersion, application, audience, workloads } = setUp;
  const uris = idUrisOf(application);
  return [
    ...adoptionNotes(setUp),
    ...assignmentNotes(application, workloads),
    ...(otherAudiences.length > 0
      ? [
          `The OpenID Connect provider lists further client IDs, ${otherAudiences.join(", ")}: others use it too, so that retainOidcProviderOnDelete keeps it when the stack goes. It does so from the first pulumi up on, not before.`,
        ]
      : []),
    ...(tokenVersion === 2 && uris.length > 1
      ? [
          `The application has ${uris.length} application ID URIs. Workloads will ask for tokens for the first, ${audience}; put another there if they ask for that today: ${uris.slice(1).join(", ")}.`,
        ]
      : []),
  ];
}

/** What an application that is adopted still lacks: the component does not change it, and its preview refuses it so. */
function adoptionNotes({ application, servicePrincipal }: SetUp): string[] {
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
        `The application is adopted, and each preview refuses it until its owner has run at least: ${commands.join(" && ")}.${isOpen ? " From then on only those who are assigned to one of its app roles get tokens for it." : ""}`,
      ];
}
