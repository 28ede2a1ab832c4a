/** The top of the page: the numbers, what the input did not have, and when it was collected. */
import { counted, numeral } from "../../../report/counted";
import { type Power, POWERS } from "../../audit-report";
import type { PageData, PageRole } from "../page-data";
import { POWER_WORDS, REACH_KEYS, REACH_WORDS, type ReachKey, reachText } from "../words";
import { badge, button, h, list } from "./dom";
import type { Model } from "./model";
import { moment } from "./role-details";

/** The heading, one sentence about the worst, and the number of findings of each severity. */
export function heading({ report, severities }: PageData): HTMLElement {
  const { counts, collectedAt, by } = report;
  const facts = [
    collectedAt === undefined
      ? "The input does not say when it was collected"
      : `Collected ${moment(collectedAt)}`,
    counted(counts.accounts, "account"),
    counted(counts.tenants, "tenant"),
    counted(counts.subscriptions, "subscription"),
    `${counted(counts.roles, "role")}, ${numeral(counts.federatedRoles)} for identities from outside of AWS`,
    `azure-to-aws ${by}`,
  ];
  return h(
    "header",
    { class: "top" },
    h("h1", {}, "Who can get into AWS"),
    h("p", { class: "headline" }, headline(report)),
    h("p", { class: "severities" }, ...severityCounts(severities)),
    h("p", { class: "facts" }, facts.join(" · ")),
  );
}

function severityCounts(severities: PageData["severities"]): (Node | string)[] {
  const counts = Object.entries(severities).filter(([, count]) => count > 0);
  return counts.length === 0
    ? ["No open findings."]
    : ["Findings: ", ...counts.map(([severity, count]) => badge(severity, `${numeral(count)} ${severity}`))];
}

/** Who gets in at worst. */
export function headline({ roles, counts }: PageData["report"]): string {
  for (const [reach, name] of [
    ["anyone", "Anyone"],
    ["tenant", undefined],
    ["assigned", "Any identity assigned to an application, and anyone who can assign one,"],
  ] as const) {
    const open = roles.filter((role) => role.reach === reach);
    if (open.length > 0) {
      const who = name ?? reachText(reach, open);
      const strong = open.filter(({ permissions }) =>
        ["administrator", "escalation"].includes(permissions.power),
      ).length;
      const all = `${who} can assume ${numeral(open.length)} of ${counted(counts.federatedRoles, "role")}.`;
      const which = open.length === 1 ? "It leads" : `${numeral(strong)} of them lead`;
      return strong === 0 ? all : `${all} ${which} to administrator rights.`;
    }
  }
  return "No role is open to more than the identities that it names.";
}

/** How many roles there are of each reach and power. Each number filters the page. */
export function matrix(model: Model): HTMLElement {
  const cells: {
    readonly reach: ReachKey;
    readonly power: Power | "";
    readonly element: HTMLButtonElement;
  }[] = [];
  const rolesOf = (reach: ReachKey): readonly PageRole[] =>
    model.roles.filter((role) => (role.reach ?? "named") === reach);
  const count = (reach: ReachKey, power: Power | ""): number =>
    rolesOf(reach).filter(({ permissions }) => power === "" || permissions.power === power).length;
  const cell = (reach: ReachKey, power: Power | ""): Node | string => {
    const number = count(reach, power);
    if (number === 0) {
      return h("span", { class: "zero" }, "0");
    }
    const what = power === "" ? "" : `, ${POWER_WORDS[power].short}`;
    const element = button(
      {
        class: "cell",
        "data-tone": reach,
        "aria-label": `${counted(number, "role")}: ${REACH_WORDS[reach].short}${what}`,
      },
      () => {
        const { filters } = model;
        const isSet = filters.reach === reach && filters.power === power;
        model.setFilters(isSet ? { reach: "", power: "" } : { reach, power });
      },
      numeral(number),
    );
    cells.push({ reach, power, element });
    return element;
  };
  const table = h(
    "table",
    { class: "matrix" },
    h("caption", {}, "Roles by who gets in and what they can do. A number shows its roles."),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, "Who gets in"),
        ...POWERS.map((power) =>
          h("th", { scope: "col", title: POWER_WORDS[power].long }, POWER_WORDS[power].short),
        ),
        h("th", { scope: "col" }, "All"),
      ),
    ),
    h(
      "tbody",
      {},
      ...REACH_KEYS.map((reach) =>
        h(
          "tr",
          {},
          h("th", { scope: "row", "data-tone": reach }, reachText(reach, rolesOf(reach))),
          ...[...POWERS, "" as const].map((power) =>
            h("td", { "data-label": power === "" ? "All" : POWER_WORDS[power].short }, cell(reach, power)),
          ),
        ),
      ),
    ),
  );
  model.onChange(() => {
    for (const { reach, power, element } of cells) {
      const isSet = model.filters.reach === reach && model.filters.power === power;
      element.setAttribute("aria-pressed", String(isSet));
    }
  });
  return h(
    "div",
    {
      class: "scroll",
      role: "region",
      "aria-label": "Roles by who gets in and what they can do",
      tabindex: 0,
    },
    table,
  );
}

/** What the input did not have, and accepted findings to look at. */
export function gaps({ report }: PageData): HTMLElement | undefined {
  const { notSeen, acceptanceProblems } = report;
  const parts = [
    ...part("not-seen", "What this audit did not see", notSeen),
    ...part("acceptance-problems", "Accepted findings to look at", acceptanceProblems),
  ];
  return parts.length === 0 ? undefined : h("div", { class: "gaps" }, ...parts);
}

function part(id: string, title: string, sentences: readonly string[]): HTMLElement[] {
  const items = list(sentences);
  return items === undefined
    ? []
    : [h("section", { class: "gap", "aria-labelledby": id }, h("h2", { id }, title), items)];
}
