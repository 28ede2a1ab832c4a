import { isObject, type KnownClaims } from "../../trust";
import { isSecret } from "./state-values";

/** The strings of a file: those in secrets, and all others. */
interface Texts {
  readonly open: string[];
  readonly secret: string[];
}

/**
 * Leaves out values that a Pulumi file holds in a secret. `--show-secrets` writes secrets in plain text, and a fix must not repeat
 * them. If the file has secrets, a value is kept only if a string outside of the secrets contains it, and no secret does.
 *
 * @param file - The parsed file.
 * @param secrets - Further secrets: those of a file that marks them in another way.
 */
export function openClaims<T extends KnownClaims>(
  claims: readonly T[],
  file: unknown,
  secrets: readonly string[] = [],
): readonly T[] {
  if (claims.length === 0) {
    return claims;
  }
  const texts: Texts = { open: [], secret: [] };
  collect(file, texts, "open");
  collect(secrets, texts, "secret");
  if (texts.secret.length === 0) {
    return claims;
  }
  const isOpen = (value: string | undefined): boolean =>
    value === undefined ||
    (texts.open.some((text) => text.includes(value)) && !texts.secret.some((text) => text.includes(value)));
  return claims.map((known) => {
    const { audience, subject, ...others } = known;
    return {
      ...others,
      ...(isOpen(audience) ? { audience } : {}),
      ...(isOpen(subject) ? { subject } : {}),
    } as T;
  });
}

function collect(value: unknown, texts: Texts, kind: keyof Texts): void {
  if (typeof value === "string") {
    texts[kind].push(value);
    const inner = kind === "secret" ? parsed(value) : undefined;
    if (inner !== undefined && inner !== value) {
      collect(inner, texts, kind);
    }
  } else if (Array.isArray(value)) {
    value.forEach((item) => {
      collect(item, texts, kind);
    });
  } else if (isObject(value)) {
    const inside = isSecret(value) ? "secret" : kind;
    Object.values(value).forEach((member) => {
      collect(member, texts, inside);
    });
  }
}

/** What JSON in a secret says: the plain text of a secret is JSON, and can hold a policy or a template in JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
