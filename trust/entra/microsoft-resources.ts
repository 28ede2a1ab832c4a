import { isGuid } from "../kernel/guid";
import {
  MICROSOFT_RESOURCES,
  type MicrosoftResource,
  resourceOnMicrosoftDomain,
} from "./microsoft-resource-table";

const byName = new Map<string, MicrosoftResource>(
  MICROSOFT_RESOURCES.flatMap((resource) =>
    [resource.applicationId ?? [], ...resource.uris].flat().map((name) => [name, resource] as const),
  ),
);

/**
 * Finds the resource of Microsoft's that an audience means: by its application ID, also as `api://<ID>` and `spn:<ID>`, or by
 * one of its application ID URIs, with or without a slash or a path at the end. Case does not count. The longest URI wins.
 * A web address on a domain that only Microsoft can verify is Microsoft's too, without an application ID.
 *
 * @returns `undefined` for an audience that is not Microsoft's, or whose ID or `api://` URI is not in the table.
 */
export function microsoftResource(audience: string): MicrosoftResource | undefined {
  const folded = audience.toLowerCase();
  const id = folded.replace(/^(?:api:\/\/|spn:)/, "").replace(/\/+$/, "");
  if (isGuid(id)) {
    return byName.get(id);
  }
  const [, scheme = "", host = "", rest = ""] = /^(https?|api):\/\/([^/]+)(.*)$/.exec(folded) ?? [];
  const segments = rest.split("/").filter((segment) => segment !== "");
  const [, domain] = /^[^.]+\.(.+)$/.exec(host) ?? [];
  const hosts = [host, host.replace(/:\d+$/, ""), ...wildcards(domain)];
  const form = scheme === "http" ? "https" : scheme;
  for (let length = segments.length; length >= 0; length -= 1) {
    for (const name of hosts) {
      const found = byName.get([`${form}://${name}`, ...segments.slice(0, length)].join("/"));
      if (found !== undefined) {
        return found;
      }
    }
  }
  return form === "https" ? resourceOnMicrosoftDomain(host.replace(/:\d+$/, "")) : undefined;
}

/** `*.b.c` and `*.c` for the domain `b.c`. */
function wildcards(domain: string | undefined): string[] {
  if (domain === undefined) {
    return [];
  }
  const labels = domain.split(".");
  return labels.map((_, at) => `*.${labels.slice(at).join(".")}`);
}
