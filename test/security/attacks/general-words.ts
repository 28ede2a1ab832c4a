/** Refusals without what differs from run to run. */
import { LAB_TENANT_ID } from "../../../lab/lab-facts";
import type { AttackContext } from "./attack";

/** Values that the lab or the clouds pick anew in each run, whoever they belong to. */
const PATTERNS: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/\b127\.0\.0\.1:\d+/g, "127.0.0.1:<port>"],
  [/\b1[789]\d{8}\b/g, "<time>"],
  [/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "<time>"],
  [new RegExp(`(?<=tenant named )${LAB_TENANT_ID}`, "g"), "<tenant>"],
  [/\bissued \d+ min ago\b/g, "issued <some> min ago"],
  [/\bsession-[0-9a-f]{8}\b/g, "session-<question>"],
  // Who runs the lab owns the files of its machines.
  [/\((d[rwxsStT-]{9}) [\w-]+ [\w-]+\)/g, "($1 <owner> <group>)"],
];

/**
 * The text with names in place of this run's values: `<role>`, `<client ID>`, `<time>` and others. Paths of the virtual
 * machine are as they are in it. Of Entra's refusals the lines that identify the request are left out.
 */
export function inGeneralWords(context: AttackContext, text: string): string {
  const { target, strangers, vm, suspended, otherTeam } = context;
  const values: readonly (readonly [value: string, name: string])[] = [
    [vm.folder, ""],
    [target.roleArn, "<role>"],
    [target.oidcProviderArn, "<provider>"],
    [nameOf(target.roleArn), "<role name>"],
    [suspended.roleArn, "<suspended role>"],
    [nameOf(suspended.roleArn), "<suspended role name>"],
    [target.clientId, "<client ID>"],
    [target.principalId, "<principal ID>"],
    [target.applicationClientId, "<application>"],
    [target.audience, "<audience>"],
    [displayName(context, target.applicationClientId), "<application name>"],
    [target.resourceGroupName, "<resource group>"],
    [target.virtualMachineName, "<machine>"],
    [displayName(context, target.clientId), "<identity>"],
    [strangers.unassigned.clientId, "<unassigned client ID>"],
    [strangers.unassigned.principalId, "<unassigned principal ID>"],
    [otherTeam.clientId, "<other team's client ID>"],
    [otherTeam.principalId, "<other team's principal ID>"],
    [strangers.colleague.clientId, "<colleague's client ID>"],
    [strangers.colleague.principalId, "<colleague's principal ID>"],
  ];
  const [firstLine = ""] = text.split(/\r\nTrace ID: /);
  const named = values
    .toSorted(([one], [other]) => other.length - one.length)
    .reduce((words, [value, name]) => words.replaceAll(value, name), firstLine);
  return PATTERNS.reduce((words, [pattern, name]) => words.replaceAll(pattern, name), named).trimEnd();
}

function nameOf(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf("/") + 1);
}

function displayName({ lab }: AttackContext, clientId: string): string {
  return lab.azure.tenant().directory.servicePrincipal(clientId)?.displayName ?? clientId;
}
