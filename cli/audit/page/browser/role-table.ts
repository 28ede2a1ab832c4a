/** The ranked list of roles. Each row opens to its details. */
import { counted, numeral } from "../../../report/counted";
import type { AuditReport } from "../../audit-report";
import type { PageRole } from "../page-data";
import { POWER_WORDS, REACH_WORDS, reachText } from "../words";
import { badge, button, h } from "./dom";
import type { Model } from "./model";
import { roleDetails } from "./role-details";

/** How many rows are added at once. This stays quick for any number of roles. */
const CHUNK = 100;

const HEADS = ["#", "Reach", "Power", "Role", "Who gets in", "Last used", "In one sentence"] as const;

/** The section with the list. */
export interface RoleTable {
  readonly element: HTMLElement;
  /** Shows all rows, with details or without, until {@link restore}. */
  prepareForPrint(withDetails: boolean): void;
  restore(): void;
}

interface Row {
  readonly row: HTMLTableRowElement;
  readonly details: HTMLTableRowElement;
  readonly opener: HTMLButtonElement;
  readonly fill: () => void;
}

/**
 * The list.
 *
 * @param showInGraph - Moves the focus to the node of a role.
 */
export function roleTable(model: Model, showInGraph: (place: number) => void): RoleTable {
  const rows = new Map<number, Row>();
  const open = new Set<number>();
  const body = h("tbody");
  const more = h("p", { class: "more" });
  let limit = CHUNK;

  const toggle = (place: number): void => {
    const wasOpen = open.has(place);
    open[wasOpen ? "delete" : "add"](place);
    show(place);
    model.selectRole(wasOpen ? undefined : place);
  };
  const show = (place: number, isOpen = open.has(place)): void => {
    const row = rowOf(place);
    if (isOpen) {
      row.fill();
    }
    row.details.hidden = !isOpen;
    row.opener.setAttribute("aria-expanded", String(isOpen));
  };
  const rowOf = (place: number): Row => {
    const known =
      rows.get(place) ??
      newRow(model, place, {
        onToggle: () => {
          toggle(place);
        },
        showInGraph: () => {
          model.selectRole(place);
          showInGraph(place);
        },
      });
    rows.set(place, known);
    return known;
  };
  const render = (): void => {
    const places = model.visible.slice(0, limit);
    body.replaceChildren(
      ...places.flatMap((place) => {
        const { row, details } = rowOf(place);
        return [row, details];
      }),
    );
    const rest = model.visible.length - places.length;
    const extend = (by: number): void => {
      const first = model.visible[limit];
      limit += by;
      render();
      if (first !== undefined) {
        rowOf(first).opener.focus();
      }
    };
    more.replaceChildren(
      ...(rest <= 0
        ? []
        : [
            button(
              {},
              () => {
                extend(CHUNK);
              },
              `Show ${numeral(Math.min(CHUNK, rest))} more`,
            ),
            button(
              {},
              () => {
                extend(rest);
              },
              `Show all ${numeral(rest)} remaining`,
            ),
          ]),
    );
    empty.hidden = model.visible.length > 0;
  };
  const empty = h("p", { class: "empty" }, "No role matches.");
  let shown: readonly number[] = [];
  model.onChange(() => {
    if (model.visible !== shown) {
      shown = model.visible;
      limit = CHUNK;
      render();
    }
    for (const [place, { row }] of rows) {
      row.classList.toggle("selected", place === model.role);
    }
  });
  const table = h(
    "table",
    { class: "rows roles", "aria-labelledby": "roles" },
    h("thead", {}, h("tr", {}, ...HEADS.map((head) => h("th", { scope: "col" }, head)))),
    body,
  );
  body.addEventListener("keydown", (event) => {
    moveBetweenRows(
      event,
      [...rows.values()].map(({ opener }) => opener),
    );
  });
  shown = model.visible;
  render();
  return {
    element: h(
      "section",
      { class: "list", "aria-labelledby": "roles" },
      h("h2", { id: "roles" }, "Roles, the worst first"),
      h("div", { class: "scroll", role: "region", "aria-label": "List of roles", tabindex: 0 }, table),
      empty,
      more,
    ),
    prepareForPrint: (withDetails) => {
      limit = Number.POSITIVE_INFINITY;
      render();
      for (const place of model.visible) {
        show(place, withDetails || open.has(place));
      }
    },
    restore: () => {
      limit = CHUNK;
      for (const place of model.visible) {
        show(place);
      }
      render();
    },
  };
}

function newRow(
  model: Model,
  place: number,
  { onToggle, showInGraph }: { onToggle: () => void; showInGraph: () => void },
): Row {
  const { report } = model.data;
  const role = model.roleAt(place);
  const { reach = "named", permissions, name, account, sentence, findings } = role;
  const opener = button(
    { class: "opener", "aria-expanded": "false", "aria-controls": `details-${place}` },
    onToggle,
    name,
  );
  const isAccepted = findings.length > 0 && findings.every(({ accepted }) => accepted !== undefined);
  const isNew = findings.some(({ since }) => since === "new");
  const row = h(
    "tr",
    { class: "role" },
    h("td", { class: "rank" }, numeral(place + 1)),
    h("td", {}, badge(reach, REACH_WORDS[reach].short, reachText(reach, [role]))),
    h(
      "td",
      {},
      badge(permissions.power, POWER_WORDS[permissions.power].short, POWER_WORDS[permissions.power].long),
    ),
    h(
      "th",
      { scope: "row" },
      opener,
      h("span", { class: "account" }, account),
      isNew ? badge("new", "New", "Not in the report that this one is compared with") : undefined,
      isAccepted ? badge("accepted", "Accepted", "All findings of this role are accepted") : undefined,
    ),
    h("td", { class: "who", "data-label": "Who gets in" }, ...whoGetsIn(role, report)),
    h("td", { class: "used", "data-label": "Last used" }, lastUse(role)),
    h("td", { class: "sentence" }, sentence),
  );
  const cell = h("td", { colspan: HEADS.length });
  const details = h("tr", { class: "details", id: `details-${place}`, hidden: true }, cell);
  row.addEventListener("click", (event) => {
    const isOnControl = event.target instanceof Element && event.target.closest("button, a") !== null;
    if (!isOnControl && window.getSelection()?.isCollapsed !== false) {
      onToggle();
    }
  });
  return {
    row,
    details,
    opener,
    fill: () => {
      if (cell.childElementCount === 0) {
        cell.append(roleDetails(model, place, showInGraph));
      }
    },
  };
}

/** The first two ways in, in few words. */
function whoGetsIn({ entries }: PageRole, report: Pick<AuditReport, "identities">): Node[] {
  const lines = entries.flatMap(({ identities, subjects, issuer, provider }) => {
    const names = identities.map((id) => report.identities.find((each) => each.id === id)?.name ?? id);
    const who = names.length > 0 ? names : subjects;
    const from = provider === "*" ? "any provider" : issuer;
    return who.length === 0 ? [`Any subject, ${from}`] : who.map((each) => `${each}, ${from}`);
  });
  const shown = lines.slice(0, 2).map((line) => h("div", {}, line));
  const rest = lines.length - shown.length;
  return rest > 0 ? [...shown, h("div", { class: "note" }, `and ${counted(rest, "other")}`)] : shown;
}

function lastUse({ lastUsed }: PageRole): string {
  return lastUsed === undefined ? "not known" : lastUsed === "never" ? "never" : lastUsed.slice(0, 10);
}

/** Arrow keys on a row's button move to the one above or below. */
function moveBetweenRows(event: KeyboardEvent, openers: readonly HTMLButtonElement[]): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const current = document.activeElement;
  if (step === undefined || !(current instanceof HTMLButtonElement) || !openers.includes(current)) {
    return;
  }
  const all = [...document.querySelectorAll<HTMLButtonElement>("tr.role .opener")];
  event.preventDefault();
  all[all.indexOf(current) + step]?.focus();
}
