import {
  MICROSOFT_RESOURCES,
  type MicrosoftResource,
  resourceOnMicrosoftDomain,
} from "./microsoft-resource-table";

const APPLICATION_ID = /^(?:api:\/\/|spn:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/*$/;
const URI = /^(https?|api):\/\/([^/]+)(.*)$/;

const byName = new Map<string, MicrosoftResource>(
  MICROSOFT_RESOURCES.flatMap((resource) =>
    [resource.applicationId ?? [], ...resource.uris].flat().map((name) => [name, resource] as const),
  ),
);

/** The hosts of the URIs in the table. Few audiences have one of these. */
const hostsInTable = new Set([...byName.keys()].map((name) => URI.exec(name)?.[2]));

/**
 * Finds the resource of Microsoft's that an audience means: by its application ID, also as `api://<ID>` and `spn:<ID>`, or by
 * one of its application ID URIs, with or without a slash or a path at the end. Case does not count. The longest URI wins.
 * A web address on a domain that only Microsoft can verify is Microsoft's too, without an application ID.
 *
 * @returns `undefined` for an audience that is not Microsoft's, or whose ID or `api://` URI is not in the table.
 */
export function microsoftResource(audience: string): MicrosoftResource | undefined {
  const folded = audience.toLowerCase();
  const id = APPLICATION_ID.exec(folded)?.[1];
  if (id !== undefined) {
    return byName.get(id);
  }
  const [, scheme = "", host = "", rest = ""] = URI.exec(folded) ?? [];
  const form = scheme === "http" ? "https" : scheme;
  const withoutPort = host.replace(/:\d+$/, "");
  const hosts = (host.includes(".") ? [host, withoutPort, ...wildcards(host)] : [host, withoutPort])
    .filter((name) => hostsInTable.has(name))
    .map((name) => `${form}://${name}`);
  const segments = hosts.length === 0 ? [] : rest.split("/").filter((segment) => segment !== "");
  for (let length = segments.length; length >= 0; length -= 1) {
    for (const name of hosts) {
      const found = byName.get([name, ...segments.slice(0, length)].join("/"));
      if (found !== undefined) {
        return found;
      }
    }
  }
  return form === "https" ? resourceOnMicrosoftDomain(withoutPort) : undefined;
}

/** `*.b.c` and `*.c` for the host `a.b.c`. */
function wildcards(host: string): string[] {
  const [, ...labels] = host.split(".");
  return labels.map((_, at) => `*.${labels.slice(at).join(".")}`);
}
