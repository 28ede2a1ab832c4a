/** The terminal colors in the text reports of `judge` and `audit`. */
import { styleText } from "node:util";

/** The color of each meaning that a piece of text can have. */
const COLORS = {
  accepted: "green",
  rejected: "red",
  unknown: "yellow",
  tolerated: "yellow",
  quiet: "dim",
} as const;

/** The meaning of a piece of text. */
export type Tone = keyof typeof COLORS;

/** Colors a string. */
export type Paint = (tone: Tone, text: string) => string;

/** Colors text by its meaning, if the output goes to a terminal that shows colors. */
export function paintFor(colors: boolean): Paint {
  return (tone, text) => (colors ? styleText(COLORS[tone], text, { validateStream: false }) : text);
}
