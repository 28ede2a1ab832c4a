import type { AssuranceTable } from "../assurance/write-tables";
import { attackMatrix } from "./index";
import { limits } from "./limits";
import { untried } from "./untried";

/** Characters of a refusal's text that a table shows. */
const SHOWN = 120;

/** The tables of the matrix: what was tried, what gets in, what was not tried. */
export function matrixTables(): readonly AssuranceTable[] {
  return [
    {
      name: "matrix",
      columns: ["Against", "Attack", "Refused with"],
      rows: attackMatrix.flatMap(({ title, attacks }) =>
        attacks.map(({ name, refusal }) => {
          const { code, message, wordingIsTheLabs } = refusal;
          const text = inCode(message.length > SHOWN ? `${message.slice(0, SHOWN)}…` : message);
          return [
            title,
            name,
            `${inCode(code)} ${text}${wordingIsTheLabs === true ? " (the lab's words)" : ""}`,
          ];
        }),
      ),
    },
    {
      name: "limits",
      columns: ["Gets in", "What stands against it"],
      rows: limits.map(({ name, answer }) => [name, answer]),
    },
    { name: "untried", columns: ["Attack", "Why it was not tried"], rows: untried },
  ];
}

function inCode(text: string): string {
  return `\`${text.replaceAll("\n", "\\n")}\``;
}
