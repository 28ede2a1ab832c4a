/** What every page of the CLI must be, whatever the browser's width and colors. */
import axe from "axe-core";
import type { Page } from "playwright-core";

/** What axe-core finds, a line for each element. The debugger's evaluation is not held to the page's policy. */
export async function violations(page: Page, what: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const { violations: all } = await engine.run();
    return all.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`));
  });
  return found.map((line) => `${what}: ${line}`);
}

/** The elements that are shown and cut off: they reach beyond the window, or hide or scroll a part of what they have. */
export async function cutOff(page: Page, selector = "body *"): Promise<string[]> {
  return page.locator(selector).evaluateAll((all) =>
    all
      .filter((element) => {
        const box = element.getBoundingClientRect();
        const isShown = element.checkVisibility() && box.right > 0 && box.width > 1;
        const { overflowX, overflowY } = getComputedStyle(element);
        const isCut =
          (overflowX !== "visible" && element.scrollWidth > element.clientWidth) ||
          (overflowY !== "visible" && element.scrollHeight > element.clientHeight);
        // Browsers scroll the text of these by themselves.
        const isField = element.matches("input, select, option");
        return isShown && !isField && (box.right > window.innerWidth || box.left < 0 || isCut);
      })
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""}`),
  );
}
