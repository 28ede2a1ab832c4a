/** A vendor's library that gets tokens, as a program that runs where a workload runs. */
import type { Command } from "../../client";

/** A token that the program is asked for. */
export interface TokenRequest {
  readonly credential: "default" | "managed" | "secret" | "workload";
  /** Options of the credential, by their names in JavaScript. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Application ID URI of the audience, and `/.default`. */
  readonly scope: string;
  /** What is changed in the library's requests on their way. Default is nothing. */
  readonly spoiled?: { readonly withoutHeader?: string; readonly apiVersion?: string };
}

/** What became of a request: a token with its end in seconds since the epoch, or the library's error. */
export type TokenAnswer =
  | { readonly token: string; readonly expiresOn: number }
  | { readonly error: string; readonly message: string };

/** A refusal as the host answers it. */
export interface HostRefusal {
  /** `error` of the answer. The identity endpoint of an app has none. */
  readonly code?: string;
  /** The text; `undefined` if the library cannot find it in the answer. */
  readonly text: string | undefined;
}

/** What a library makes of a refusal. */
export interface ShownRefusal {
  /** Class of the error. */
  readonly error: string;
  /** How its message begins. What follows are IDs and times. */
  readonly message: string;
}

/** A library that is ready to run. */
export interface IdentityClient {
  /** Takes a JSON list of {@link TokenRequest} as its last argument and prints a JSON list of {@link TokenAnswer}. */
  readonly command: Command;
  readonly onVirtualMachine: (refusal: HostRefusal) => ShownRefusal;
  readonly onAppService: (refusal: HostRefusal) => ShownRefusal;
}
