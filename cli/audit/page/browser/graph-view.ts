/** The graph: buttons as nodes, over an SVG with the lines. */
import { counted, numeral } from "../../../report/counted";
import type { NodeKind, PageNode, PageWay } from "../page-data";
import { COMPACT, type NodeSize } from "../sizes";
import { REACH_KEYS, type ReachKey } from "../words";
import { button, h, s } from "./dom";
import type { Model } from "./model";

const COLUMNS = ["Identity", "Audience or application", "Provider", "Role", "Who gets in, power"] as const;

/** The narrowest node, and the widest gap that lines get, in pixels. */
const LEAST_WIDTH = 132;
const GAP = 44;

/** With more nodes than this, a selection hides the rest by default. */
const FEW = 60;

/** Kinds of nodes in the color of their reach. */
const TONED: readonly NodeKind[] = ["open", "pattern", "outcome"];

interface Line {
  readonly from: number;
  readonly to: number;
  readonly roles: Set<number>;
  worst: number;
}

/** The section with the graph. */
export class GraphView {
  readonly element: HTMLElement;
  readonly #model: Model;
  readonly #nodes: readonly PageNode[];
  readonly #size: NodeSize;
  readonly #buttons: readonly HTMLButtonElement[];
  readonly #lines = s("svg", { "aria-hidden": "true", focusable: "false" });
  readonly #canvas: HTMLElement;
  readonly #scroll: HTMLElement;
  readonly #heads: readonly HTMLElement[];
  readonly #hideRest = h("input", { type: "checkbox" });
  /** Top edges as drawn, and the nodes that are drawn. */
  #tops: number[] = [];
  #drawn = new Set<number>();

  constructor(model: Model) {
    this.#model = model;
    this.#nodes = model.data.graph.nodes;
    this.#size = model.data.graph.size;
    this.#buttons = this.#nodes.map((node, number) => this.#nodeButton(node, number));
    this.#heads = COLUMNS.map((name) => h("span", {}, name));
    this.#canvas = h(
      "div",
      { class: this.#isCompact ? "canvas compact" : "canvas" },
      this.#lines,
      ...this.#columns(),
    );
    this.#scroll = h(
      "div",
      {
        id: "graph-view",
        class: "graph-scroll",
        role: "group",
        // So that the arrow keys scroll it, too.
        tabindex: 0,
        "aria-label": "Ways into the roles",
        "aria-describedby": "graph-help",
      },
      h("div", { class: "heads", "aria-hidden": "true" }, ...this.#heads),
      this.#canvas,
    );
    this.#hideRest.checked = this.#nodes.length > FEW;
    this.#hideRest.addEventListener("change", () => {
      this.#draw();
    });
    const help = h("p", { id: "graph-help", class: "note" }, this.#note());
    const toggle = button(
      { "aria-expanded": "true", "aria-controls": "graph-view" },
      () => {
        const isHidden = !this.#scroll.hidden;
        this.#scroll.hidden = isHidden;
        help.hidden = isHidden;
        toggle.setAttribute("aria-expanded", String(!isHidden));
        toggle.textContent = isHidden ? "Show the graph" : "Hide the graph";
      },
      "Hide the graph",
    );
    this.element = h(
      "section",
      { class: "graph", "aria-labelledby": "graph" },
      h(
        "div",
        { class: "section-head" },
        h("h2", { id: "graph" }, "Ways in"),
        h("label", {}, this.#hideRest, h("span", {}, "Show only what is selected")),
        toggle,
      ),
      help,
      this.#scroll,
      h(
        "p",
        { class: "note narrow" },
        "The graph needs a wider window. Each role in the list has its ways in.",
      ),
    );
    this.#canvas.addEventListener("keydown", (event) => {
      this.#move(event);
    });
    this.#setFocusable(0);
    model.onChange(() => {
      this.#draw();
    });
    new ResizeObserver(() => {
      this.#draw();
    }).observe(this.#scroll);
  }

  get #isCompact(): boolean {
    return this.#size.height === COMPACT.height;
  }

  /** Moves the focus to the node of a role. */
  focusRole(role: number): void {
    const node = this.#model.waysOf[role]?.[0]?.role;
    if (node !== undefined) {
      this.#buttons[node]?.focus();
      this.element.scrollIntoView();
    }
  }

  #note(): string {
    const { roles, collapsed } = this.#model.data.graph;
    return [
      "Select a node to see the ways through it, and its roles in the list. Arrow keys move, Enter selects, Escape clears.",
      ...(collapsed ? ["Nodes that are alike are shown as one; the worst roles stay single."] : []),
      ...(roles.shown < roles.all
        ? [
            `The graph has the worst ${numeral(roles.shown)} of ${counted(roles.all, "role")}. The list has all.`,
          ]
        : []),
    ].join(" ");
  }

  #columns(): HTMLElement[] {
    return COLUMNS.map((name, column) =>
      h(
        "div",
        { role: "group", "aria-label": name },
        ...this.#inColumn(column).flatMap((number) => this.#buttons[number] ?? []),
      ),
    );
  }

  /** The nodes of a column from top to bottom. */
  #inColumn(column: number): number[] {
    const topOf = (number: number): number => this.#nodes[number]?.top ?? 0;
    return [...this.#nodes.keys()]
      .filter((number) => this.#nodes[number]?.column === column)
      .sort((a, b) => topOf(a) - topOf(b));
  }

  #nodeButton({ kind, title, subtitle, members, count }: PageNode, number: number): HTMLButtonElement {
    const more = count > members.length ? `\n… ${numeral(count - members.length)} more` : "";
    const element = h(
      "button",
      {
        type: "button",
        class: "node",
        "data-kind": kind,
        "data-tone": TONED.includes(kind) ? this.#toneOf(number) : undefined,
        tabindex: -1,
        "aria-pressed": "false",
        title: `${title}\n${subtitle}\n${members.slice(0, 12).join("\n")}${more}`,
      },
      h("span", { class: "node-title" }, title),
      " ",
      h("span", { class: "node-subtitle" }, subtitle),
    );
    element.addEventListener("click", () => {
      this.#model.selectNode(this.#model.node === number ? undefined : number);
    });
    element.addEventListener("focus", () => {
      this.#setFocusable(number);
    });
    return element;
  }

  /** The worst reach of the roles behind a node. */
  #toneOf(number: number): ReachKey {
    const { graph } = this.#model.data;
    const reaches = graph.ways
      .filter((way) => nodesOf(way).includes(number))
      .map((way) => this.#model.roles[way.of]?.reach ?? "named");
    return REACH_KEYS.find((key) => reaches.includes(key)) ?? "named";
  }

  /** The tab key gets to one node only; arrow keys move from there. */
  #setFocusable(number: number): void {
    for (const each of this.#buttons) {
      each.tabIndex = -1;
    }
    const element = this.#buttons[number];
    if (element !== undefined) {
      element.tabIndex = 0;
    }
  }

  #move(event: KeyboardEvent): void {
    const from = this.#buttons.findIndex((element) => element === document.activeElement);
    const to = from === -1 ? undefined : this.#neighbor(from, event.key);
    if (to !== undefined) {
      event.preventDefault();
      this.#buttons[to]?.focus();
    }
  }

  #neighbor(from: number, key: string): number | undefined {
    const column = this.#nodes[from]?.column ?? 0;
    const drawn = (place: number): number[] =>
      this.#inColumn(place).filter((number) => this.#drawn.has(number));
    const own = drawn(column);
    switch (key) {
      case "ArrowDown":
        return own[own.indexOf(from) + 1];
      case "ArrowUp":
        return own[own.indexOf(from) - 1];
      case "Home":
        return own[0];
      case "End":
        return own.at(-1);
      case "ArrowLeft":
      case "ArrowRight": {
        const beside = drawn(column + (key === "ArrowLeft" ? -1 : 1));
        const distance = (number: number): number =>
          Math.abs((this.#tops[number] ?? 0) - (this.#tops[from] ?? 0));
        return beside.sort((a, b) => distance(a) - distance(b))[0];
      }
      default:
        return undefined;
    }
  }

  #draw(): void {
    const isPart = this.#model.isFiltered || this.#model.role !== undefined;
    const lit = this.#model.litWays();
    const isHiding = isPart && this.#hideRest.checked;
    const ways = isHiding ? lit : this.#model.data.graph.ways;
    const litNodes = new Set(lit.flatMap(nodesOf));
    this.#drawn = isHiding ? litNodes : new Set(this.#nodes.keys());
    // In a large graph, the gaps of the layout would push most of it out of view.
    this.#tops = isHiding || this.#isCompact ? this.#restacked() : this.#nodes.map(({ top }) => top);
    const height = Math.max(
      0,
      ...[...this.#drawn].map((number) => (this.#tops[number] ?? 0) + this.#size.height),
    );
    const width = Math.max(this.#scroll.clientWidth - 2, COLUMNS.length * LEAST_WIDTH + 4 * GAP);
    const nodeWidth = (width - (COLUMNS.length - 1) * GAP) / COLUMNS.length;
    this.#canvas.style.width = `${width}px`;
    this.#heads.forEach((head) => {
      head.style.width = `${nodeWidth}px`;
    });
    const { node: selected, role } = this.#model;
    this.#buttons.forEach((element, number) => {
      const { column = 0 } = this.#nodes[number] ?? {};
      element.hidden = !this.#drawn.has(number);
      element.style.left = `${column * (nodeWidth + GAP)}px`;
      element.style.top = `${this.#tops[number] ?? 0}px`;
      element.style.width = `${nodeWidth}px`;
      element.classList.toggle("dim", isPart && !litNodes.has(number));
      element.setAttribute("aria-pressed", String(number === selected));
      this.#showCount(number, isPart && litNodes.has(number) ? lit : undefined);
    });
    this.#drawLines(ways, lit, { isPart, width, height, nodeWidth });
    if (!this.#buttons.some((element) => element.tabIndex === 0 && !element.hidden)) {
      this.#setFocusable([...this.#drawn][0] ?? 0);
    }
    // A reader who opens a row is below the graph: the page must not move under the pointer.
    this.#scroll.style.minHeight = role === undefined ? "" : `${this.#scroll.offsetHeight}px`;
    this.#canvas.style.height = `${height}px`;
    if (isPart && !isHiding && (selected !== undefined || role !== undefined)) {
      this.#scrollTo(Math.min(...[...litNodes].map((number) => this.#tops[number] ?? 0)));
    } else if (isHiding) {
      this.#scroll.scrollTop = 0;
    }
  }

  /** A collapsed node of roles says how many of them are left. */
  #showCount(number: number, lit: readonly PageWay[] | undefined): void {
    const { kind, count = 1, title = "" } = this.#nodes[number] ?? {};
    const element = this.#buttons[number]?.firstElementChild;
    if (kind === "role" && count > 1 && element) {
      const left = lit && new Set(lit.filter(({ role }) => role === number).map(({ of }) => of)).size;
      element.textContent = left === undefined || left === count ? title : `${numeral(left)} of ${title}`;
    }
  }

  /** Lines of all drawn ways; those that are selected are drawn last, over the others. */
  #drawLines(
    ways: readonly PageWay[],
    lit: readonly PageWay[],
    {
      isPart,
      width,
      height,
      nodeWidth,
    }: { isPart: boolean; width: number; height: number; nodeWidth: number },
  ): void {
    const litLines = this.#linesOf(lit);
    const all = this.#linesOf(ways);
    const dim = isPart ? [...all].filter(([key]) => !litLines.has(key)) : [];
    const bright = isPart ? [...litLines] : [...all];
    // The worst ones last, so that nothing covers them.
    bright.sort(([, a], [, b]) => b.worst - a.worst);
    const draw = ({ from, to, roles, worst }: Line, isDim: boolean): SVGElement => {
      const [start, end] = [this.#nodes[from], this.#nodes[to]];
      const x = (start?.column ?? 0) * (nodeWidth + GAP) + nodeWidth;
      const [y1, y2] = [from, to].map((number) => (this.#tops[number] ?? 0) + this.#size.height / 2);
      const x2 = (end?.column ?? 0) * (nodeWidth + GAP);
      const middle = (x + x2) / 2;
      return s("path", {
        d: `M${x} ${y1 ?? 0}C${middle} ${y1 ?? 0} ${middle} ${y2 ?? 0} ${x2} ${y2 ?? 0}`,
        class: isDim ? "dim" : undefined,
        "data-tone": REACH_KEYS[worst],
        "stroke-width": Math.min(6, 1.25 + Math.log2(roles.size) * 0.6).toFixed(2),
      });
    };
    this.#lines.setAttribute("width", String(width));
    this.#lines.setAttribute("height", String(height));
    this.#lines.replaceChildren(
      ...dim.map(([, line]) => draw(line, true)),
      ...bright.map(([, line]) => draw(line, false)),
    );
  }

  #linesOf(ways: readonly PageWay[]): Map<string, Line> {
    const lines = new Map<string, Line>();
    for (const way of ways) {
      const worst = REACH_KEYS.indexOf(this.#model.roles[way.of]?.reach ?? "named");
      for (const [from, to] of stepsOf(way)) {
        const key = `${from} ${to}`;
        const line = lines.get(key) ?? { from, to, roles: new Set<number>(), worst };
        line.roles.add(way.of);
        line.worst = Math.min(line.worst, worst);
        lines.set(key, line);
      }
    }
    return lines;
  }

  /** The drawn nodes without gaps, in the order of the layout, shorter columns somewhat lower. */
  #restacked(): number[] {
    const tops: number[] = [];
    const step = this.#size.height + this.#size.space;
    const columns = COLUMNS.map((_, column) =>
      this.#inColumn(column).filter((number) => this.#drawn.has(number)),
    );
    const tallest = Math.max(...columns.map(({ length }) => length));
    for (const numbers of columns) {
      numbers.forEach((number, place) => {
        tops[number] = Math.round((place + (tallest - numbers.length) / 3) * step);
      });
    }
    return tops;
  }

  #scrollTo(top: number): void {
    const { scrollTop, clientHeight } = this.#scroll;
    if (Number.isFinite(top) && (top < scrollTop || top > scrollTop + clientHeight - this.#size.height * 2)) {
      this.#scroll.scrollTop = Math.max(0, top - this.#size.space);
    }
  }
}

function nodesOf({ identities, audiences, provider, role, outcome }: PageWay): number[] {
  return [...identities, ...audiences, provider, role, outcome];
}

function stepsOf({ identities, audiences, provider, role, outcome }: PageWay): [number, number][] {
  return [
    ...identities.flatMap((identity) => audiences.map((audience): [number, number] => [identity, audience])),
    ...audiences.map((audience): [number, number] => [audience, provider]),
    [provider, role],
    [role, outcome],
  ];
}
