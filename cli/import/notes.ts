import { idUrisOf } from "./application";
import type { SetUp } from "./set-up";

/** What somebody should know of the component as it is rendered: a sentence each. */
export function notesOf({ otherAudiences, tokenVersion, application, audience }: SetUp): string[] {
  const uris = idUrisOf(application);
  return [
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
