/** How many characters of what a provider says are shown. */
const MOST_SAID = 200;

/**
 * What a provider says in an error, on one line and without what the engine and the bridge put in front of it. A longer
 * text is cut after 200 characters.
 */
export function providerSaid(error: unknown): string {
  const said = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").trim();
  const own = said
    .replace(/^invocation of \S+ returned an error: /, "")
    .replace(/^invoking \S+: /, "")
    .replace(/^\d+ errors? occurred: \* /, "");
  return own.length > MOST_SAID ? `${own.slice(0, MOST_SAID)}…` : own;
}

/**
 * Whether the engine or a provider ended a call without an answer: another resource failed, or somebody stopped the
 * program. The cause is reported elsewhere.
 */
export function isCanceled(said: string): boolean {
  return /cancell?ed|shutting down/i.test(said);
}
