import type { AssuranceTable } from "../../../tools/assurance/write-tables";
import type { Attack } from "./attack";
import { attackMatrix } from "./index";
import { type Limit, limits } from "./limits";
import type { AttackReport } from "./run-attack";
import { untried } from "./untried";

/** Characters of a refusal's text that the page shows. */
const SHOWN = 120;

/** The product's own messages end with a code, whose entry in the error catalog has the text. */
const OWN_CODE = / \[([a-z-]+)\]$/;

/**
 * What was tried and what gets in, in the order of the matrix. Attacks that did not run are left out.
 *
 * @param refused how each attack was refused
 * @param entered the limits that got in
 * @param pages the page of the error catalog for each of the product's own codes
 */
export function matrixTables(
  refused: ReadonlyMap<Attack, AttackReport>,
  entered: ReadonlySet<Limit>,
  pages: ReadonlyMap<string, string>,
): readonly AssuranceTable[] {
  const row = (title: string, attack: Attack) => {
    const report = refused.get(attack);
    if (report === undefined) {
      return [];
    }
    const { code, message } = report.refusal;
    const ownCode = OWN_CODE.exec(message)?.[1];
    const text =
      ownCode === undefined
        ? inCode(message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message)
        : `[${ownCode}](${pages.get(ownCode) ?? ""}.md#${ownCode})`;
    const whose = attack.refusal.wordingIsTheLabs === true ? " (the lab's words)" : "";
    // Texts of Entra begin with their code.
    const first = message.startsWith(`${code}: `) ? "" : `${inCode(code)} `;
    return [[title, attack.name, `${first}${text}${whose}`]];
  };
  return [
    {
      name: "matrix",
      layout: "sections",
      columns: ["Against", "Attack", "Refused with"],
      rows: attackMatrix.flatMap(({ title, attacks }) => attacks.flatMap((attack) => row(title, attack))),
    },
    {
      name: "limits",
      columns: ["Gets in", "Protection, or who is trusted not to do it"],
      rows: limits.filter((limit) => entered.has(limit)).map(({ name, answer }) => [name, answer]),
    },
  ];
}

/** What was not tried. Kept by hand, since no run can find it. */
export const untriedTable: AssuranceTable = {
  name: "untried",
  columns: ["Attack", "Why it was not tried"],
  rows: untried,
};

function inCode(text: string): string {
  return `\`${text.replaceAll("\n", "\\n")}\``;
}
