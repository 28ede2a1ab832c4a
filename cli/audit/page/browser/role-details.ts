/** What a row opens to. */
import type { AuditFinding, Entry } from "../../audit-report";
import type { PageData, PageRole } from "../page-data";
import { POWER_WORDS, reachText } from "../words";
import { copyButton } from "./copy";
import { correctionView } from "./correction-view";
import { badge, button, codes, h, link, list, term } from "./dom";
import type { Model } from "./model";

/**
 * The details of a role.
 *
 * @param place - The role's position.
 * @param showInGraph - Moves the focus to the role's node.
 */
export function roleDetails(model: Model, place: number, showInGraph: () => void): HTMLElement {
  const { data, waysOf } = model;
  const role = model.roleAt(place);
  const { arn, sentence, reach, verdict, findings, correction } = role;
  const inWords = `${reachText(reach ?? "named", [role])}${verdict === "unknown" ? ". Parts of the policy are unknown" : ""}`;
  return h(
    "div",
    { class: "role-details" },
    h(
      "p",
      { class: "forward" },
      h("span", {}, sentence),
      h(
        "span",
        { class: "actions" },
        waysOf[place]?.length
          ? button({ class: "copy to-graph" }, showInGraph, "Show in the graph")
          : undefined,
        copyButton("Copy the sentence", () => sentence),
      ),
    ),
    h("dl", { class: "terms" }, term("Role", h("code", {}, arn)), term("Who gets in", inWords)),
    part(
      "Findings",
      findings.length === 0
        ? "Nothing was found."
        : h("div", {}, ...findings.map((each) => findingView(each))),
    ),
    part("Ways in", waysIn(data, role)),
    part("What it can do", permissionsView(role)),
    role.onward.length === 0 ? undefined : part("Roles that it can assume", onwardView(role)),
    role.controllers.length === 0 ? undefined : part("Who controls the way in", controllersView(role)),
    correction && part("Corrected trust policy", correctionView(data.lines, correction, place)),
  );
}

function part(title: string, content: Node | string): HTMLElement {
  return h("section", { class: "part" }, h("h3", {}, title), content);
}

/** A finding with what to do, and why it is accepted. */
export function findingView({ rule, severity, message, remedy, accepted, since }: AuditFinding): HTMLElement {
  return h(
    "div",
    { class: accepted === undefined ? "finding" : "finding is-accepted" },
    h(
      "p",
      { class: "finding-head" },
      badge(severity, severity),
      h("code", {}, rule),
      since === "new" ? badge("new", "New") : undefined,
    ),
    h("p", {}, message),
    h("p", { class: "remedy" }, remedy),
    accepted === undefined ? undefined : h("p", { class: "acceptance" }, acceptanceText(accepted)),
  );
}

/** Until when a finding is accepted, and why. */
export function acceptanceText({ reason, until, owner }: NonNullable<AuditFinding["accepted"]>): string {
  return `Accepted until ${until} by ${owner}: ${reason}`;
}

function waysIn({ report }: PageData, { entries }: PageRole): HTMLElement {
  if (entries.length === 0) {
    return h("p", {}, "No statement lets an identity from outside of AWS in.");
  }
  return h("div", {}, ...entries.map((entry) => entryView(report, entry)));
}

function entryView(report: PageData["report"], entry: Entry): HTMLElement {
  const { provider, issuer, statement, sid, audiences, subjects, exact, identities, application } = entry;
  const named =
    application === undefined ? undefined : report.applications.find(({ id }) => id === application);
  const known = identities.map(
    (id) =>
      report.identities.find((each) => each.id === id) ?? { id, name: id, type: "Identity", attachedTo: [] },
  );
  return h(
    "dl",
    { class: "terms" },
    term("Provider", issuer, " ", h("code", {}, provider)),
    term(
      "Statement",
      h("code", {}, `Statement[${statement}]`),
      ...(sid === undefined ? [] : [", ", h("code", {}, sid)]),
    ),
    term("Audience", audiences.length === 0 ? missing("The statement demands none.") : codes(audiences)),
    term(
      "Subject",
      subjects.length === 0 ? missing("The statement demands none.") : codes(subjects),
      subjects.length > 0 && !exact ? " (pattern)" : undefined,
    ),
    known.length === 0
      ? undefined
      : term(
          "Identities",
          list(
            known.map(({ id, name, type, attachedTo }) =>
              h(
                "span",
                {},
                name,
                `, ${type} `,
                h("code", {}, id),
                attachedTo.length === 0 ? undefined : h("span", {}, ", attached to ", codes(attachedTo)),
              ),
            ),
          ),
        ),
    named === undefined
      ? undefined
      : term(
          "Application",
          `${named.name} `,
          h("code", {}, named.id),
          named.assignmentRequired === undefined
            ? undefined
            : named.assignmentRequired
              ? ", assignment required"
              : ", no assignment required",
          named.owners.length === 0 ? undefined : h("span", {}, ", owned by ", codes(named.owners)),
        ),
  );
}

function missing(text: string): HTMLElement {
  return h("strong", { class: "missing" }, text);
}

function permissionsView({ permissions, lastUsed }: PageRole): HTMLElement {
  const { power, because, policies, escalations, dataServices, boundary, notSeen } = permissions;
  return h(
    "dl",
    { class: "terms" },
    term("Power", badge(power, POWER_WORDS[power].short), " ", because),
    policies.length === 0 ? undefined : term("Policies", codes(policies)),
    term("Boundary", boundary === undefined ? "none" : h("code", {}, boundary)),
    dataServices.length === 0
      ? undefined
      : term("Data", dataServices.map(({ service, access }) => `${service} (${access})`).join(", ")),
    escalations.length === 0
      ? undefined
      : term(
          "Escalation",
          list(
            escalations.map(({ id, actions, gives, source }) =>
              h(
                "span",
                {},
                h("code", {}, id),
                ": ",
                gives,
                " By ",
                codes(actions),
                ". Source: ",
                link(source),
              ),
            ),
          ),
        ),
    notSeen.length === 0 ? undefined : term("Not evaluated", list(notSeen)),
    term(
      "Last used",
      lastUsed === undefined
        ? "The input does not say."
        : lastUsed === "never"
          ? "IAM saw no use within 400 days."
          : moment(lastUsed),
    ),
  );
}

/** A moment to the minute. */
export function moment(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")}${time.endsWith("Z") ? " UTC" : ""}`;
}

function onwardView({ onward }: PageRole): HTMLElement {
  return h(
    "ul",
    {},
    ...onward.map(({ arn, power, steps }) =>
      h(
        "li",
        {},
        badge(power, POWER_WORDS[power].short),
        " ",
        h("code", {}, arn),
        steps === 1 ? ", directly" : `, in ${steps} steps`,
      ),
    ),
  );
}

function controllersView({ controllers }: PageRole): HTMLElement {
  return h(
    "ul",
    {},
    ...controllers.map(({ principal, name, type, by, can }) =>
      h("li", {}, h("strong", {}, name ?? principal), ` (${type}): ${by}. ${can} `, h("code", {}, principal)),
    ),
  );
}
