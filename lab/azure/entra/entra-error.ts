/** Refusals of Entra's token endpoint, with their AADSTS codes. */
import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock";
import { LOGIN_HOST } from "../azure-hosts";

/** What is wrong, in Entra's words. See Microsoft Entra, "Authentication and authorization error codes". */
export interface EntraProblem {
  /** HTTP status. Default is 400. */
  readonly status?: 400 | 401;
  /** OAuth 2.0 error code. */
  readonly error: string;
  /** Number behind `AADSTS`. */
  readonly code: number;
  readonly message: string;
}

/** A refused request for a token. `message` is the `error_description` that the client sees. */
export class EntraError extends Error {
  readonly status: 400 | 401;
  readonly error: string;
  readonly code: number;
  readonly #traceId = randomUUID();
  readonly #correlationId = randomUUID();
  readonly #timestamp: string;

  constructor(problem: EntraProblem, clock: Clock) {
    const timestamp = new Date(clock()).toISOString().slice(0, 19).replace("T", " ") + "Z";
    super(`AADSTS${problem.code}: ${problem.message}`);
    this.name = "EntraError";
    this.status = problem.status ?? 400;
    this.error = problem.error;
    this.code = problem.code;
    this.#timestamp = timestamp;
  }

  /** The message and the lines that Entra adds to it. */
  get description(): string {
    return [
      this.message,
      `Trace ID: ${this.#traceId}`,
      `Correlation ID: ${this.#correlationId}`,
      `Timestamp: ${this.#timestamp}`,
    ].join("\r\n");
  }

  /**
   * The body of the token endpoint's answer.
   *
   * @evidence documentation A refusal carries its code in `error_codes`, and IDs to trace it. Source: Microsoft
   *   Entra, "Authentication and authorization error codes".
   */
  body(): Record<string, unknown> {
    return {
      error: this.error,
      error_description: this.description,
      error_codes: [this.code],
      timestamp: this.#timestamp,
      trace_id: this.#traceId,
      correlation_id: this.#correlationId,
      error_uri: `https://${LOGIN_HOST}/error?code=${this.code}`,
    };
  }
}
