/** One side of a double: it records requests, and answers as told. */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

/** A request as a double saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer: a finished one, or whatever a handler does with the connection. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

/** One side: its requests so far, and the answers to give before it returns to the good one. */
export class Side {
  readonly seen: Seen[] = [];
  /** Given in order, one a request. */
  next: Reply[] = [];
  /** Given when `next` is used up. */
  always: () => Reply;

  constructor(always: () => Reply) {
    this.always = always;
  }

  async serve(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const body = await text(request);
    this.seen.push({
      method: request.method ?? "",
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body,
    });
    const reply = this.next.shift() ?? this.always();
    if (typeof reply === "function") {
      reply(request, response);
    } else {
      response.writeHead(reply.status ?? 200, reply.headers).end(reply.body ?? "");
    }
  }
}
