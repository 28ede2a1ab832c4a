/** The page's script: reads the JSON block and builds the page from it. */
import type { PageData } from "../page-data";
import { h } from "./dom";
import { filterBar } from "./filters";
import { GraphView } from "./graph-view";
import { Model } from "./model";
import { otherFindings } from "./other-findings";
import { gaps, heading, matrix } from "./overview";
import { printing } from "./printing";
import { roleTable } from "./role-table";

const data = JSON.parse(document.getElementById("data")?.textContent ?? "") as PageData;
const model = new Model(data);
const graph = data.graph.nodes.length > 0 ? new GraphView(model) : undefined;
const table = roleTable(model, (role) => {
  graph?.focusRole(role);
});
const top = heading(data);
top.append(printing(table));
document.body.append(
  h("a", { class: "skip", href: "#roles" }, "Skip to the list of roles"),
  top,
  h(
    "main",
    {},
    h("div", { class: "overview" }, matrix(model), gaps(data)),
    filterBar(model),
    graph?.element,
    table.element,
    ...otherFindings(data),
  ),
  h(
    "footer",
    {},
    "This file loads nothing and sends nothing. Unless the snapshot was redacted, it has names and policies of your accounts: share it as you would share those.",
  ),
);
