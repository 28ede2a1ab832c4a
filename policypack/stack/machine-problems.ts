import { POLICY_RULES } from "../../messages";
import { advice, type RuleFinding, violation } from "../engine/rule-definition";
import type { SeenResource } from "../engine/seen-resource";
import { UNKNOWN } from "../engine/unknown";
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
  if (machine.system === "Linux" && disabled !== true && disabled !== UNKNOWN) {
    yield violation(resource, POLICY_RULES.say("vm-accepts-passwords", name, disabled));
  }
  if (machine.system === "Windows") {
    const message = POLICY_RULES.say("vm-has-windows-password", name);
    yield windowsPassword === "refuse" ? violation(resource, message) : advice(resource, message, "medium");
  }
  if (machine.listensForWinRm) {
    yield violation(resource, POLICY_RULES.say("vm-listens-for-winrm", name));
  }
  if (machine.hasPublicAddress) {
    yield violation(resource, POLICY_RULES.say("vm-has-public-address", name));
  }
  for (const [property, text] of machine.readableTexts) {
    for (const [id, secret] of secretsInText(text)) {
      const message = POLICY_RULES.say("vm-data-holds-secret", name, secret, property);
      yield violation(resource, message, property, id);
    }
  }
}
