import type { AssuranceTable } from "../../../tools/assurance/write-tables";
import type { Attack } from "./attack";
import { attackMatrix } from "./index";
import { type Limit, limits } from "./limits";
import type { AttackReport } from "./run-attack";
import { untried } from "./untried";

/** Characters of a refusal's text that a table shows. */
const SHOWN = 120;

/**
 * What was tried and what gets in, in the order of the matrix; without what did not run.
 *
 * @param refused with what the attacks were refused
 * @param entered which limits got in
 */
export function matrixTables(
  refused: ReadonlyMap<Attack, AttackReport>,
  entered: ReadonlySet<Limit>,
): readonly AssuranceTable[] {
  const row = (title: string, attack: Attack) => {
    const report = refused.get(attack);
    if (report === undefined) {
      return [];
    }
    const { code, message } = report.refusal;
    const text = inCode(message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message);
    const whose = attack.refusal.wordingIsTheLabs === true ? " (the lab's words)" : "";
    return [[title, attack.name, `${inCode(code)} ${text}${whose}`]];
  };
  return [
    {
      name: "matrix",
      columns: ["Against", "Attack", "Refused with"],
      rows: attackMatrix.flatMap(({ title, attacks }) => attacks.flatMap((attack) => row(title, attack))),
    },
    {
      name: "limits",
      columns: ["Gets in", "What stands against it"],
      rows: limits.filter((limit) => entered.has(limit)).map(({ name, answer }) => [name, answer]),
    },
  ];
}

/** What was not tried: kept by hand, since no run can tell. */
export const untriedTable: AssuranceTable = {
  name: "untried",
  columns: ["Attack", "Why it was not tried"],
  rows: untried,
};

function inCode(text: string): string {
  return `\`${text.replaceAll("\n", "\\n")}\``;
}
