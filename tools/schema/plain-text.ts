/**
 * A doc comment as the description of a schema: Markdown with a line a paragraph, and code in the place of links, which
 * lead nowhere outside the sources.
 *
 * @param comment text of the comment, without its stars
 */
export function plainText(comment: string): string {
  return comment
    .replaceAll(/\{@link(?:code|plain)?\s+([^\s|}]+)[^}]*\}/g, "`$1`")
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.replaceAll(/\s*\n\s*(?![-*] )/g, " ").trim())
    .join("\n\n")
    .trim();
}
