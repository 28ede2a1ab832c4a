import { asList, isObject, type SeenResource } from "../resources/seen-resource";
import { UNKNOWN } from "../resources/unknown";

/** The parts of a VM, or of the VMs of a scale set, that rules look at. What is not known or not there is empty. */
export interface Machine {
  readonly osProfile: Readonly<Record<string, unknown>>;
  readonly networkProfile: Readonly<Record<string, unknown>>;
  /** Texts that the VM can read on its disk or from its metadata, by the property that holds them. */
  readonly readableTexts: readonly (readonly [property: string, text: string])[];
}

/** Reads a VM or a scale set. */
export function readMachine(resource: SeenResource): Machine {
  const profile = part(resource.get("virtualMachineProfile"));
  const read = (name: string): unknown => profile[name] ?? resource.get(name);
  const osProfile = part(read("osProfile"));
  const candidates: [string, unknown][] = [
    ["osProfile.customData", osProfile.customData],
    ["userData", read("userData")],
  ];
  return {
    osProfile,
    networkProfile: part(read("networkProfile")),
    readableTexts: candidates.flatMap(([name, value]) =>
      typeof value === "string" ? ([[name, decoded(value)]] as const) : [],
    ),
  };
}

/** An object's member that is an object. */
export function part(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** The objects in a list, known ones only. */
export function parts(value: unknown): Record<string, unknown>[] {
  return asList(value === UNKNOWN ? undefined : value).filter(isObject);
}

/** Azure takes custom data and user data in Base64; a program may give the text, which a provider then encodes. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) && text.length % 4 === 0
    ? Buffer.from(text, "base64").toString("utf8")
    : text;
}
