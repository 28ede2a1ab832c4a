/** The corrected trust policy in each language, as tabs. */
import { type Language, LANGUAGES, type PackedCorrection, unpacked } from "../page-data";
import { copyButton } from "./copy";
import { button, h, shown } from "./dom";

const NAMES: Readonly<Record<Language, string>> = {
  json: "JSON",
  terraform: "Terraform",
  cloudformation: "CloudFormation",
  pulumi: "Pulumi",
};

/** Stays the same for all roles: readers use one language. */
let chosen: Language = "json";

/**
 * The tabs.
 *
 * @param place - The role's position: IDs on the page come from it.
 */
export function correctionView(
  lines: readonly string[],
  correction: PackedCorrection,
  place: number,
): HTMLElement {
  const id = `correction-${place}`;
  const textOf = (): string => unpacked(lines, correction[chosen]);
  const code = h("code");
  const panel = h("pre", { role: "tabpanel", id, tabindex: 0 }, code);
  const tabs = LANGUAGES.map((language) =>
    button(
      { role: "tab", id: `${id}-${language}`, "aria-controls": id },
      () => {
        choose(language);
      },
      NAMES[language],
    ),
  );
  const choose = (language: Language): void => {
    chosen = language;
    LANGUAGES.forEach((each, tab) => {
      tabs[tab]?.setAttribute("aria-selected", String(each === language));
      tabs[tab]?.setAttribute("tabindex", each === language ? "0" : "-1");
    });
    panel.setAttribute("aria-labelledby", `${id}-${language}`);
    code.textContent = shown(textOf());
  };
  const bar = h("div", { class: "tabs", role: "tablist", "aria-label": "Language of the policy" }, ...tabs);
  bar.addEventListener("keydown", ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: LANGUAGES.length - 1 }[key];
    const next = step === undefined ? undefined : (LANGUAGES.indexOf(chosen) + step) % LANGUAGES.length;
    const language = next === undefined ? undefined : LANGUAGES[next];
    if (language !== undefined) {
      choose(language);
      tabs[LANGUAGES.indexOf(language)]?.focus();
    }
  });
  choose(chosen);
  return h(
    "div",
    { class: "correction" },
    correction.hasPlaceholders
      ? h(
          "p",
          { class: "note" },
          "Replace the placeholders in angle brackets first. Only you know these values.",
        )
      : undefined,
    h("div", { class: "correction-head" }, bar, copyButton("Copy", textOf)),
    panel,
  );
}
