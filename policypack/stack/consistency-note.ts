/** Something to say about how the halves of a federation fit. */
export interface ConsistencyNote {
  /** A contradiction keeps the federation from working; the other is a half that this stack does not show. */
  readonly kind: "contradiction" | "not-seen";
  /** For a contradiction a sentence, for a half its name. */
  readonly message: string;
}

/** A contradiction, in a sentence without its role. */
export function contradiction(message: string): ConsistencyNote {
  return { kind: "contradiction", message };
}

/** A half that the stack does not show, by its name. */
export function notSeen(message: string): ConsistencyNote {
  return { kind: "not-seen", message };
}
