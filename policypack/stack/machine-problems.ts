import { advice, type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { shown, UNKNOWN } from "../engine/unknown";
import { readMachine } from "./machine";
import { secretsInText } from "./secrets-in-text";

/**
 * Says by what others can get into a VM, or can learn of it.
 *
 * @param windowsPassword - What is done with a Windows VM, whose administrator always has a password.
 */
export function* machineProblems(
  resource: SeenResource,
  windowsPassword: "advise" | "refuse",
): Iterable<RuleFinding> {
  const machine = readMachine(resource);
  const about = `VM ${resource.name}`;
  const disabled = machine.disablePasswordAuthentication;
  if (machine.system === "Linux" && disabled !== true && disabled !== UNKNOWN) {
    yield violation(
      resource,
      `${about}: found disablePasswordAuthentication ${shown(disabled)}. Expected: true, with an SSH key.`,
      "password",
    );
  }
  if (machine.system === "Windows") {
    const make = windowsPassword === "refuse" ? violation : advice;
    yield make(
      resource,
      `${about}: found Windows, whose administrator always has a password. Whoever reaches the VM can try it: keep RDP and WinRM to Azure Bastion.`,
      "password of Windows",
    );
  }
  if (machine.listensForWinRm) {
    yield violation(
      resource,
      `${about}: found a listener for WinRM, which takes the administrator's password from afar. Expected: none, and Run Command in its place.`,
      "WinRM",
    );
  }
  if (machine.hasPublicAddress) {
    yield violation(resource, `${about}: found a public IP address. Expected: none.`, "public address");
  }
  for (const [property, text] of machine.readableTexts) {
    for (const secret of secretsInText(text)) {
      yield violation(
        resource,
        `${about}: found what looks like ${secret} in ${property}, which everybody on the VM can read. Expected: to fetch it with the managed identity.`,
        JSON.stringify([property, secret]),
      );
    }
  }
}
