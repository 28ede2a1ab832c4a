import { asList, isMark, isObject } from "../../trust";
import type { SeenResource } from "../engine/seen-resource";
import { knownStrings } from "../engine/unknown";

/** What rules ask of a VM or scale set, whichever provider it is made by. */
export interface Machine {
  /** `undefined` while that is not known, and for a disk that brings its own system. */
  readonly system: "Linux" | "Windows" | undefined;
  /** Whether Linux takes no password: what the program says, a mark while that is not known. */
  readonly disablePasswordAuthentication: unknown;
  /** Whether Windows listens for remote commands (WinRM), which take a password. */
  readonly listensForWinRm: boolean;
  /** Whether an interface that is a part of the machine has a public address. */
  readonly hasPublicAddress: boolean;
  /** Texts that the VM can read on its disk or from its metadata, by the property that holds them. */
  readonly readableTexts: readonly (readonly [property: string, text: string])[];
}

const CLASSIC_LINUX: readonly string[] = [
  "azure:compute/linuxVirtualMachine:LinuxVirtualMachine",
  "azure:compute/linuxVirtualMachineScaleSet:LinuxVirtualMachineScaleSet",
];
const CLASSIC_WINDOWS: readonly string[] = [
  "azure:compute/windowsVirtualMachine:WindowsVirtualMachine",
  "azure:compute/windowsVirtualMachineScaleSet:WindowsVirtualMachineScaleSet",
];

/** Type tokens of VMs and scale sets. */
export const MACHINES: readonly string[] = [
  "azure-native:compute:VirtualMachine",
  "azure-native:compute:VirtualMachineScaleSet",
  ...CLASSIC_LINUX,
  ...CLASSIC_WINDOWS,
];

/** Reads a VM or a scale set. */
export function readMachine(resource: SeenResource): Machine {
  return resource.type.startsWith("azure:") ? readClassic(resource) : readNative(resource);
}

function readNative(resource: SeenResource): Machine {
  const profile = part(resource.get("virtualMachineProfile"));
  const read = (name: string): unknown => profile[name] ?? resource.get(name);
  const osProfile = part(read("osProfile"));
  const { linuxConfiguration: linux, windowsConfiguration: windows } = osProfile;
  const interfaces = parts(part(read("networkProfile")).networkInterfaceConfigurations);
  return {
    system:
      Object.keys(osProfile).length === 0
        ? undefined
        : (windows ?? undefined) === undefined
          ? "Linux"
          : "Windows",
    disablePasswordAuthentication: isMark(linux) ? linux : part(linux).disablePasswordAuthentication,
    listensForWinRm: parts(part(part(windows).winRM).listeners).length > 0,
    hasPublicAddress: interfaces
      .flatMap(({ ipConfigurations }) => parts(ipConfigurations))
      .some(({ publicIPAddressConfiguration }) => (publicIPAddressConfiguration ?? undefined) !== undefined),
    readableTexts: readableTexts([
      ["osProfile.customData", osProfile.customData],
      ["userData", read("userData")],
    ]),
  };
}

/** Source: Pulumi Registry, "Azure Classic", LinuxVirtualMachine and WindowsVirtualMachine. */
function readClassic(resource: SeenResource): Machine {
  const interfaces = parts(resource.get("networkInterfaces"));
  return {
    system: CLASSIC_LINUX.includes(resource.type) ? "Linux" : "Windows",
    disablePasswordAuthentication: resource.get("disablePasswordAuthentication") ?? true,
    listensForWinRm: parts(resource.get("winrmListeners")).length > 0,
    hasPublicAddress: interfaces
      .flatMap(({ ipConfigurations }) => parts(ipConfigurations))
      .some(({ publicIpAddresses }) => asList(publicIpAddresses).length > 0),
    readableTexts: readableTexts([
      ["customData", resource.get("customData")],
      ["userData", resource.get("userData")],
    ]),
  };
}

function readableTexts(candidates: readonly (readonly [string, unknown])[]): Machine["readableTexts"] {
  return candidates.flatMap(([name, value]) =>
    knownStrings(value).map((text) => [name, decoded(text)] as const),
  );
}

/** An object's member that is an object. */
export function part(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** The objects in a list, known ones only. */
export function parts(value: unknown): Record<string, unknown>[] {
  return asList(value).filter(isObject);
}

/** Azure takes custom data and user data in Base64; a program may give the text, which a provider then encodes. */
function decoded(text: string): string {
  return /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text) && text.length % 4 === 0
    ? Buffer.from(text, "base64").toString("utf8")
    : text;
}
