/** The bar with search and filters. */
import { counted, numeral } from "../../../report/counted";
import { type Power, POWERS } from "../../audit-report";
import { POWER_WORDS, REACH_KEYS, REACH_WORDS, type ReachKey } from "../words";
import { button, h } from "./dom";
import type { Filters, Model, Order } from "./model";

interface Choice {
  readonly value: string;
  readonly text: string;
}

/** The bar. `/` moves the focus to the search, and Escape clears search, filters, and selection. */
export function filterBar(model: Model): HTMLElement {
  const { report, graph } = model.data;
  const search = h("input", {
    type: "search",
    id: "search",
    placeholder: "Role, identity, audience, rule, …",
    autocomplete: "off",
    spellcheck: "false",
    "aria-keyshortcuts": "/",
  });
  search.addEventListener("input", () => {
    model.setFilters({ text: search.value });
  });
  const bound: [HTMLSelectElement, () => string][] = [];
  const filter = (
    label: string,
    member: keyof Filters,
    choices: readonly Choice[],
  ): HTMLElement | undefined => {
    if (choices.length < 2) {
      return undefined;
    }
    return chooser(
      label,
      [{ value: "", text: "All" }, ...choices],
      () => model.filters[member],
      (value) => {
        model.setFilters({ [member]: value });
      },
    );
  };
  const chooser = (
    label: string,
    choices: readonly Choice[],
    read: () => string,
    set: (value: string) => void,
  ): HTMLElement => {
    const select = h(
      "select",
      { id: `choose-${label.toLowerCase()}` },
      ...choices.map(({ value, text }) => h("option", { value }, text)),
    );
    // An attribute's value is shown text; the value itself must stay as it is in the report.
    choices.forEach(({ value }, place) => {
      const option = select.options[place];
      if (option !== undefined) {
        option.value = value;
      }
    });
    select.addEventListener("change", () => {
      set(select.value);
    });
    bound.push([select, read]);
    return field(label, select);
  };
  const has = <T>(value: T, values: ReadonlySet<T>): boolean => values.has(value);
  const reaches = new Set<ReachKey>(report.roles.map(({ reach }) => reach ?? "named"));
  const powers = new Set<Power>(report.roles.map(({ permissions }) => permissions.power));
  const findings = report.roles.flatMap((role) => role.findings);
  const kinds: readonly Choice[] = [
    { value: "open", text: "Not accepted" },
    ...(findings.some(({ accepted }) => accepted !== undefined)
      ? [{ value: "accepted", text: "Accepted" }]
      : []),
    ...(findings.some(({ since }) => since !== undefined) ? [{ value: "new", text: "New" }] : []),
  ];
  const selection = h("span", { class: "selection" });
  const clear = button(
    { class: "clear" },
    () => {
      model.clear();
      search.focus();
    },
    "Clear",
  );
  const status = h("p", { role: "status", class: "status" });
  const update = (): void => {
    search.value = model.filters.text;
    for (const [select, read] of bound) {
      select.value = read();
    }
    const node = model.node === undefined ? undefined : graph.nodes[model.node];
    selection.replaceChildren(
      ...(node === undefined
        ? []
        : [
            button(
              { class: "chip", title: "Remove the selection" },
              () => {
                model.selectNode(undefined);
                search.focus();
              },
              `Through ${node.title} ×`,
            ),
          ]),
    );
    clear.hidden = !model.isFiltered;
    const all = counted(model.roles.length, "role");
    status.textContent =
      model.visible.length === model.roles.length ? all : `${numeral(model.visible.length)} of ${all}`;
  };
  const bar = h(
    "form",
    { class: "bar", role: "search", "aria-label": "Search and filter the roles" },
    field("Search", search),
    filter(
      "Reach",
      "reach",
      REACH_KEYS.filter((key) => has(key, reaches)).map((value) => ({
        value,
        text: REACH_WORDS[value].short,
      })),
    ),
    filter(
      "Power",
      "power",
      POWERS.filter((key) => has(key, powers)).map((value) => ({ value, text: POWER_WORDS[value].short })),
    ),
    filter("Account", "account", distinct(report.roles.map(({ account }) => account))),
    filter(
      "Issuer",
      "issuer",
      distinct(report.roles.flatMap(({ entries }) => entries.map(({ issuer }) => issuer))),
    ),
    filter("Findings", "findings", kinds),
    chooser(
      "Order",
      ORDERS,
      () => model.order,
      (value) => {
        model.setOrder(value as Order);
      },
    ),
    h("div", { class: "result" }, status, selection, clear),
  );
  bar.addEventListener("submit", (event) => {
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape" && (model.isFiltered || model.role !== undefined)) {
      model.clear();
    }
  });
  model.onChange(update);
  update();
  return bar;
}

const ORDERS: readonly Choice[] = [
  { value: "worst", text: "Worst first" },
  { value: "unused", text: "Longest unused" },
  { value: "account", text: "Account" },
  { value: "name", text: "Name" },
];

function distinct(values: readonly string[]): Choice[] {
  return [...new Set(values)].sort().map((value) => ({ value, text: value }));
}

/** A control with its label. */
function field(label: string, control: HTMLInputElement | HTMLSelectElement): HTMLElement {
  return h("div", { class: `field ${control.id}` }, h("label", { for: control.id }, label), control);
}
