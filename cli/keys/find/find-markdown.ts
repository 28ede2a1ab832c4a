/** The markdown format of keys find: tables of the keys and of the resources that hold them. */
import { counted } from "../../report/counted";
import { codeSpan, markdownTable, prose } from "../../report/markdown-text";
import { basis, isWithoutEvents, NOTHING_READ, useOf } from "./find-text";
import type { FoundKey, FoundSession } from "./found-key";
import type { KeysReport } from "./keys-report";

/** The report as Markdown, for an issue or a wiki. */
export function renderKeysMarkdown(report: KeysReport): string {
  const { azure, elsewhere, unknown, notInLog, rootKeys, holders = [], notes } = report;
  const parts = [
    "# AWS access keys used from Azure",
    isWithoutEvents(report)
      ? `${NOTHING_READ}.`
      : azure.length === 0
        ? "The log has no key that is used from Azure."
        : table(azure),
    ...azure.map(details),
    ...section("Keys used from elsewhere", elsewhere),
    ...section("Keys whose calls show no address", unknown),
    ...section("Keys not in the log", notInLog),
    ...(rootKeys.length === 0
      ? []
      : ["## Root users with an access key", rootKeys.map((account) => `- ${codeSpan(account)}`).join("\n")]),
    ...(holders.length === 0
      ? []
      : [
          "## Where the keys are",
          markdownTable(
            ["Key", "Setting", "Resource"],
            holders.map(({ keyId, setting, resource }) => [keyId, setting, resource].map(codeSpan)),
          ),
        ]),
    "## Basis",
    [...notes, basis(report)].map((note) => `- ${prose(note)}`).join("\n"),
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(keys: readonly FoundKey[]): string {
  const rows = keys.map(
    ({ keyId, user, account, owner, status, confidence, calls, sessions, places, last }) => {
      const all = [calls, ...sessions.map((session) => session.calls)];
      const [place] = [...places, ...sessions.flatMap((session) => session.places)];
      return [
        codeSpan(keyId),
        codeSpan(user),
        codeSpan(account),
        owner === undefined ? "" : codeSpan(owner),
        prose(status),
        confidence ?? "",
        `${sum(all.map(({ azure }) => azure))} of ${sum(all.map(({ total }) => total))}`,
        place === undefined ? "" : codeSpan(place.tag),
        last ?? "",
      ];
    },
  );
  return markdownTable(
    ["Key", "User", "Account", "Owner", "Status", "Confidence", "Calls from Azure", "Most from", "Last use"],
    rows,
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

function details({ keyId, user, places, agents, actions, sessions, notes }: FoundKey): string {
  return [
    `## ${codeSpan(keyId)} of ${codeSpan(user)}`,
    facts({ places, agents, actions }),
    ...sessions.flatMap((session) => [
      `### ${codeSpan(keyId)} through ${session.role === undefined ? `a session of ${codeSpan(session.call)}` : `a session of role ${codeSpan(session.role)}`}`,
      facts(session),
    ]),
    ...notes.map((note) => prose(note)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function facts({ places, agents, actions }: Pick<FoundSession, "places" | "agents" | "actions">): string {
  return [
    tableUnlessEmpty(
      ["Place", "Region", "Service", "Calls", "First", "Last"],
      places.map(({ tag, region, service, calls, first, last }) => [
        codeSpan(tag),
        region === "" ? "" : codeSpan(region),
        service === "" ? "" : codeSpan(service),
        String(calls),
        first,
        last,
      ]),
    ),
    tableUnlessEmpty(
      ["Action", "Calls", "Denied", "First", "Last", "Resources", "Denied on"],
      actions.map(({ source, name, calls, denied, first, last, resources, deniedResources }) => [
        codeSpan(`${source} ${name}`),
        String(calls),
        String(denied),
        first,
        last,
        resources.map((resource) => codeSpan(resource.name)).join(" "),
        deniedResources.map((resource) => codeSpan(resource.name)).join(" "),
      ]),
    ),
    agents.map(({ name, count }) => `- ${codeSpan(name)}: ${counted(count, "call")}`).join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function section(title: string, keys: readonly FoundKey[]): string[] {
  return keys.length === 0
    ? []
    : [
        `## ${title}`,
        markdownTable(
          ["Key", "User", "Account", "Owner", "Status", "Use"],
          keys.map((key) => [
            codeSpan(key.keyId),
            codeSpan(key.user),
            codeSpan(key.account),
            key.owner === undefined ? "" : codeSpan(key.owner),
            prose(key.status),
            prose(useOf(key)),
          ]),
        ),
      ];
}

function tableUnlessEmpty(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? "" : markdownTable(head, rows);
}
