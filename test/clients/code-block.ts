/** Code in pages. */

/**
 * The only block of a language in a page.
 *
 * @throws Error if there is none, or more than one
 */
export function codeBlock(page: string, language: string): string {
  const [block, ...others] = [...page.matchAll(/^```(\w+)[^\n]*\n(.*?)^```$/gms)].filter(
    ([, name]) => name === language,
  );
  if (block?.[2] === undefined || others.length > 0) {
    throw new Error(
      `expected one block in ${language}; got ${others.length + (block === undefined ? 0 : 1)}`,
    );
  }
  return block[2];
}
