/** What a recipe of docs/architecture.md is for the test that follows it. */
import type { ProjectCopy } from "./project-copy";

/** One thing, added by its recipe. */
export interface Recipe {
  /** The heading of the recipe. */
  readonly heading: string;
  /** How many files one may have to touch, without those that a command writes. */
  readonly most: number;
  /** Makes the change. */
  readonly follow: (copy: ProjectCopy) => Promise<void>;
  /** The tests that fail while a step of the recipe is missing. */
  readonly tests: readonly string[];
}
