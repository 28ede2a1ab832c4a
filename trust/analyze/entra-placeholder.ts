import type { RecognizedEntraIssuer } from "../entra/entra-issuer";
import { applicationOfSubject, subjectOfPart } from "../entra/entra-subject";
import { microsoftResource } from "../entra/microsoft-resources";
import { serviceOfAudience } from "../issuers/microsoft";

/** The audience to write for an Entra issuer, as far as the subjects beside it show it. */
export function entraAudience(tokenVersion: 1 | 2 | undefined, subjects: readonly string[]): string {
  const [application] = subjects.flatMap((subject) => applicationOfSubject(subject) ?? []);
  return tokenVersion !== 2 ? "<application ID URI>" : (application ?? "<client ID of the managed identity>");
}

/** The subject to write for an Entra issuer, as far as audiences and present subjects show whose it is. */
export function entraSubject(
  entra: RecognizedEntraIssuer | undefined,
  audiences: readonly string[],
  subjects: readonly string[],
): string {
  const caller = audiences.map(microsoftResource).find((resource) => resource?.isCaller === true);
  const isPart = subjects.some((subject) => subject.startsWith("/eid1/"));
  if (entra?.tokenVersion === 2 && caller?.applicationId !== undefined) {
    return subjectOfPart(
      entra.tenantId,
      caller.applicationId,
      "sc/<organization ID>/<service connection ID>",
    );
  }
  const isService = audiences.some((audience) => serviceOfAudience(audience) !== undefined);
  return isPart
    ? "<subject of the service connection>"
    : isService
      ? "<object ID of the service principal>"
      : "<principal ID of the managed identity>";
}
