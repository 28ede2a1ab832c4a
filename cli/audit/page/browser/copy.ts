/** Copies text, also where the clipboard's API is missing. */
import { button, shown } from "./dom";

/**
 * A button that copies what the page shows. Invisible characters are copied as their codes, too: a policy with a hidden
 * character in it must not look like another one.
 */
export function copyButton(label: string, textOf: () => string): HTMLButtonElement {
  const element = button(
    { class: "copy" },
    () => {
      void copy(shown(textOf())).then((isCopied) => {
        element.textContent = isCopied ? "Copied" : "Copying is not allowed";
        setTimeout(() => {
          element.textContent = label;
        }, 2000);
      });
    },
    label,
  );
  element.setAttribute("aria-live", "polite");
  return element;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Browsers that offer no clipboard to a file still copy a selection. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "off-screen";
  const { activeElement } = document;
  document.body.append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way without the clipboard's API
  const isCopied = document.execCommand("copy");
  area.remove();
  if (activeElement instanceof HTMLElement) {
    activeElement.focus();
  }
  return isCopied;
}
