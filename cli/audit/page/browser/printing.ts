/** Printing: the ranked list, with details or without. */
import { button, h } from "./dom";
import type { RoleTable } from "./role-table";

/** The buttons that print. The browser's own command prints the list with the rows that are open. */
export function printing(table: RoleTable): HTMLElement {
  let withDetails = false;
  let isPrepared = false;
  const prepare = (): void => {
    if (!isPrepared) {
      isPrepared = true;
      table.prepareForPrint(withDetails);
    }
  };
  const restore = (): void => {
    if (isPrepared) {
      isPrepared = false;
      withDetails = false;
      table.restore();
    }
  };
  window.addEventListener("beforeprint", prepare);
  window.addEventListener("afterprint", restore);
  const print = (details: boolean) => () => {
    withDetails = details;
    window.print();
  };
  return h(
    "div",
    { class: "printing" },
    button({}, print(false), "Print the list"),
    button({}, print(true), "Print with all details"),
  );
}
