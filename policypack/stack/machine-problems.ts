import { coded, quoted } from "../../messages";
import { isMark } from "../../trust";
import { advice, type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { readMachine } from "./machine";
import { secretsInText } from "./secrets-in-text";

/**
 * Finds how others can sign in to a VM, or read its secrets.
 *
 * @param windowsPassword - What to do with a Windows VM, whose administrator always has a password.
 */
export function* machineProblems(
  resource: SeenResource,
  windowsPassword: "advise" | "refuse",
): Iterable<RuleFinding> {
  const machine = readMachine(resource);
  const { name } = resource;
  const disabled = machine.disablePasswordAuthentication;
  if (machine.system === "Linux" && disabled !== true && !isMark(disabled)) {
    yield violation(
      resource,
      coded(
        "vm-accepts-passwords",
        `VM ${name}: anyone who reaches SSH can try passwords. Expected disablePasswordAuthentication true, with an SSH key; got ${quoted(disabled)}.`,
      ),
    );
  }
  if (machine.system === "Windows") {
    const message = coded(
      "vm-has-windows-password",
      `VM ${name} runs Windows, whose administrator always has a password. Anyone who reaches RDP or WinRM can try it. Allow these ports from Azure Bastion only.`,
    );
    yield windowsPassword === "refuse" ? violation(resource, message) : advice(resource, message, "medium");
  }
  if (machine.listensForWinRm) {
    yield violation(
      resource,
      coded(
        "vm-listens-for-winrm",
        `VM ${name}: a WinRM listener accepts the administrator's password over the network. Expected none: Run Command works without one.`,
      ),
    );
  }
  if (machine.hasPublicAddress) {
    yield violation(
      resource,
      coded(
        "vm-has-public-address",
        `VM ${name} has a public IP address. Expected none: a NAT gateway gives access to the internet.`,
      ),
    );
  }
  for (const [property, text] of machine.readableTexts) {
    for (const [id, secret] of secretsInText(text)) {
      const message = coded(
        "vm-data-holds-secret",
        `VM ${name}: everyone on the VM can read what looks like ${secret} in ${property}. Expected code that fetches it with the managed identity.`,
      );
      yield violation(resource, message, property, id);
    }
  }
}
