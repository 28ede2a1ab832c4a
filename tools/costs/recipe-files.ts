/** The heading of the recipes in docs/architecture.md. */
const RECIPES = "Where to add";

/** A name in code that is a path of a file, or of a folder with a slash at its end. */
const PATH = /^[\w.@<>…/-]*(?:\/|\.(?:cjs|json|md|mjs|py|ts|yaml))$/;

/**
 * Counts the files that each recipe of a page names: those to change, and those to read for it. A folder counts as one file, since a recipe
 * names it for a new file in it. A recipe that forgets a file is too low here, so this is what the page says and not what a change needs.
 *
 * @param page - Markdown with the section "Where to add", and a heading of the third level for each recipe.
 * @throws Error if the page has no such section
 */
export function countRecipeFiles(page: string): Readonly<Record<string, number>> {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${RECIPES}\n`));
  if (section === undefined) {
    throw new Error(`docs/architecture.md: no section "${RECIPES}"`);
  }
  const [, ...recipes] = section.split(/^### /m);
  return Object.fromEntries(
    recipes.map((recipe) => {
      const [title = ""] = recipe.split("\n", 1);
      const names = [...recipe.matchAll(/`([^`\n]+)`/g)].map(([, name = ""]) => name);
      return [title.trim(), new Set(names.filter((name) => PATH.test(name))).size];
    }),
  );
}
