import type { Message } from "../../messages";
import { IMPORT } from "../../messages/cli";
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
    ...(otherAudiences.length > 0 ? [IMPORT.say("import-note-provider-shared", otherAudiences)] : []),
    ...(tokenVersion === 2 && uris.length > 1 ? [IMPORT.say("import-note-uris-several", uris)] : []),
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
  return commands.length === 0 ? [] : [IMPORT.say("import-note-adopted", commands, isOpen)];
}
