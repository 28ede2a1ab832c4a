/** An AWS client of the matrix. */

/** Listings of the test in which a session ends, one each second. */
export const RENEWAL_LISTINGS = 10;

/** A program and its arguments. */
export type Command = readonly [string, ...string[]];

/** A client that is ready to run. */
export interface ReadyClient {
  /** The version that runs. */
  readonly version: string;
  /** Starts it. It takes `BUCKET TIMES SECONDS-BETWEEN` as further arguments and prints the name of each object found. */
  readonly command: Command;
}

/** A row of the matrix. */
export interface Client {
  /** Name as its vendor writes it. */
  readonly name: string;
  /**
   * Finds the client or puts it into the per-user cache.
   *
   * @throws Error with the reason when it cannot be had: a row never passes without its client
   */
  readonly prepare: () => Promise<ReadyClient>;
  /** Whether each listing starts the helper, as with a command line. Default is one start for all. */
  readonly isCommandLine?: true;
  /** How often the helper is started for {@link RENEWAL_LISTINGS} listings, of which the first gets a session that ends soon. */
  readonly startsOnRenewal: number;
  /** How often one listing starts the helper when the helper fails. */
  readonly startsOnFailure: number;
  /** What the user sees when the helper fails. */
  readonly onFailure: FailureShown;
}

/** What a client shows when the helper fails. */
export interface FailureShown {
  /** Whether the helper's own line is part of it. */
  readonly showsHelperLine: boolean;
  /** What the client itself says. */
  readonly words: RegExp;
}
