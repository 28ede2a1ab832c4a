/** Answers where in Azure an imported federation is, and whether its workloads can share that place. */
import { coded, type Message } from "../../messages";
import { type EntraCloud, entraIssuer, isObject, type RecognizedEntraIssuer } from "../../trust";
import { type Json, text } from "./exports";
import type { SetUpWorkload } from "./set-up-workload";

/** What all workloads of one federation share in Azure. */
export interface SetUpPlace {
  readonly resourceGroupName: string;
  readonly location: string;
  /** The tags of the identities. */
  readonly azureTags: Readonly<Record<string, string>>;
}

/** How each thing that workloads share is read from an identity, and what else to do if it differs. */
const SHARED: readonly (readonly [what: string, of: (identity: Json) => string, remedy?: string])[] = [
  ["subscription", subscriptionOf],
  ["resource group", (it) => text(it, "resourceGroup").toLowerCase()],
  ["location", (it) => text(it, "location")],
  [
    "set of tags",
    (it) => JSON.stringify(Object.entries(tagsOf(it)).sort()),
    "Give all identities the same tags, which become azureTags, or import them into separate federations",
  ],
];

/** Where the identities of the workloads are; of several places, the first. */
export function setUpPlace([first]: readonly SetUpWorkload[]): SetUpPlace {
  const identity = first?.identity ?? {};
  return {
    resourceGroupName: text(identity, "resourceGroup"),
    location: text(identity, "location"),
    azureTags: tagsOf(identity),
  };
}

/** What keeps workloads from being of one federation. */
export function placeProblems(workloads: readonly SetUpWorkload[]): Message[] {
  const differing = SHARED.flatMap(([what, of, remedy]) => {
    const places = workloads.map(({ identity }) => `${text(identity, "name")}: ${of(identity)}`);
    return new Set(workloads.map(({ identity }) => of(identity))).size > 1
      ? [
          coded(
            "import-place-differs",
            `the identities have more than one ${what} (${places.join("; ")}), and a federation has one. ${remedy ?? "Import those of each into a separate federation"}`,
          ),
        ]
      : [];
  });
  const strange = workloads.flatMap(({ identity, machine }) =>
    machine !== undefined && subscriptionOf(machine) !== subscriptionOf(identity)
      ? [
          coded(
            "import-machine-elsewhere",
            `the VM ${text(machine, "id")} and the identity ${text(identity, "id")} are in different subscriptions, and a federation has one. Omit the VM`,
          ),
        ]
      : [],
  );
  return [...differing, ...strange];
}

/** Regions of Azure Government, whose v1 tokens come from the public cloud's issuer. Source: `az account list-locations`. */
const GOVERNMENT = /^us(?:gov|dod)/i;

/** The cloud of an issuer; if two clouds have the same, the location decides. */
export function cloudOfIssuer(
  { tenantId, tokenVersion, providerName }: RecognizedEntraIssuer,
  location: string,
): EntraCloud {
  const [first = "public", second] = (["public", "usgovernment", "china"] as const).filter(
    (cloud) => entraIssuer(tenantId, { tokenVersion, cloud }).providerName === providerName,
  );
  return second !== undefined && GOVERNMENT.test(location.replaceAll(" ", "")) ? second : first;
}

function subscriptionOf(part: Json): string {
  return (text(part, "id").split("/")[2] ?? "").toLowerCase();
}

function tagsOf({ tags }: Json): Record<string, string> {
  return isObject(tags)
    ? Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]))
    : {};
}
