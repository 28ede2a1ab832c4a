/** A table of fewer rows is seen at a glance. */
const FEWEST_ROWS = 12;

/** Puts an input in front of each long table. It hides the rows that lack one of its words. */
export function addRowFilters(): void {
  for (const scroller of document.querySelectorAll<HTMLElement>(".vp-doc .table-scroll")) {
    const rows = [...scroller.querySelectorAll<HTMLElement>("tbody tr")];
    if (rows.length < FEWEST_ROWS || scroller.previousElementSibling?.className === "row-filter") {
      continue;
    }
    const input = document.createElement("input");
    input.type = "search";
    input.className = "row-filter";
    input.placeholder = `Filter ${rows.length} rows`;
    input.setAttribute("aria-label", "Filter the rows of the next table");
    input.addEventListener("input", () => {
      const words = input.value.toLowerCase().split(/\s+/);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
      }
    });
    scroller.before(input);
  }
}
