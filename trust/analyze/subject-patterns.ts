import type { SubjectPatternAllowance } from "./verdict";

/**
 * Patterns that are accepted unless told otherwise: GitHub Actions' for one repository of one owner, also of an
 * enterprise with an issuer of its own below GitHub's.
 *
 * Source: GitHub, "OpenID Connect reference".
 */
export const gitHubSubjectPatterns: readonly SubjectPatternAllowance[] = [
  { provider: "token.actions.githubusercontent.com", andBelow: true, beginning: "repo:<owner>/<name>:" },
];

/**
 * Whether patterns are bounded well enough for a provider: each begins as one of the provider's allowances says.
 *
 * @param beginnings - What the patterns begin with before their first wildcards.
 */
export function isBounded(
  beginnings: readonly string[],
  providerName: string,
  allowances: readonly SubjectPatternAllowance[],
): boolean {
  const own = allowancesFor(providerName, allowances);
  return (
    beginnings.length > 0 &&
    beginnings.every((text) => own.some(({ beginning }) => beginsAs(beginning, text)))
  );
}

/** The allowances that are for a provider. */
export function allowancesFor(
  providerName: string,
  allowances: readonly SubjectPatternAllowance[],
): readonly SubjectPatternAllowance[] {
  const name = providerName.toLowerCase();
  return allowances.filter(({ provider, andBelow = false }) => {
    const wanted = provider.toLowerCase();
    return name === wanted || (andBelow && name.startsWith(`${wanted}/`));
  });
}

/** Whether `text` begins as `beginning` says, where `<…>` stands for one or more characters of a name. */
function beginsAs(beginning: string, text: string): boolean {
  let at = 0;
  for (let b = 0; b < beginning.length; b++) {
    if (beginning[b] === "<" && beginning.includes(">", b)) {
      b = beginning.indexOf(">", b);
      const start = at;
      while (at < text.length && isNameCharacter(text.charAt(at))) {
        at++;
      }
      if (at === start) {
        return false;
      }
    } else if (text[at++] !== beginning[b]) {
      return false;
    }
  }
  return true;
}

function isNameCharacter(character: string): boolean {
  return character > " " && !"/:*?".includes(character);
}
