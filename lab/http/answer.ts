/** Holds back a handler's answer, so that it can be read, changed, or dropped. */
import type { OutgoingHttpHeaders, ServerResponse } from "node:http";

/** A finished answer. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** Headers for the length or the end of the body. They are set again when an answer is sent. */
const FRAMING = ["content-length", "transfer-encoding", "connection", "keep-alive"];

/**
 * Lets a handler answer, but does not send the answer to the client. Afterwards, the response can still be used.
 *
 * @param work the handler; it may go on after it has returned
 */
export async function holdAnswer(response: ServerResponse, work: () => unknown): Promise<Answer> {
  const own = ["writeHead", "write", "end"] as const;
  const chunks: Buffer[] = [];
  const keep = (chunk: unknown): void => {
    if (typeof chunk === "string") {
      chunks.push(Buffer.from(chunk));
    } else if (chunk instanceof Uint8Array) {
      chunks.push(Buffer.from(chunk));
    }
  };
  return new Promise((resolve, reject) => {
    // Forms of the methods with other arguments (an encoding, a status text) are not needed for text in UTF-8.
    Object.assign(response, {
      writeHead: (status: number, ...more: unknown[]): ServerResponse => {
        response.statusCode = status;
        setHeaders(response, more.at(-1));
        return response;
      },
      write: (chunk: unknown): boolean => {
        keep(chunk);
        return true;
      },
      end: (chunk?: unknown): ServerResponse => {
        keep(chunk);
        const headers = { ...response.getHeaders() };
        const answer = { status: response.statusCode, headers, body: Buffer.concat(chunks) };
        for (const name of Object.keys(headers)) {
          response.removeHeader(name);
        }
        for (const name of own) {
          Reflect.deleteProperty(response, name);
        }
        resolve(answer);
        return response;
      },
    });
    Promise.resolve(work()).catch(reject);
  });
}

/** Sends an answer whole. */
export function sendAnswer(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, framed(status, headers, body)).end(body);
}

/**
 * Announces the whole answer, sends a part of its body and cuts the connection.
 *
 * @param share how much of the body is sent, from 0 to 1
 */
export function sendPart(response: ServerResponse, { status, headers, body }: Answer, share: number): void {
  response.writeHead(status, framed(status, headers, body));
  response.flushHeaders();
  response.write(body.subarray(0, Math.floor(body.length * share)), () => response.destroy());
}

function framed(status: number, headers: OutgoingHttpHeaders, body: Buffer): OutgoingHttpHeaders {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !FRAMING.includes(name)));
  // These have no body (RFC 9110, 8.6).
  if (status === 204 || status === 304) {
    return kept;
  }
  // The answer to HEAD has the length of what GET would get.
  return { ...kept, "content-length": body.length || (headers["content-length"] ?? 0) };
}

/** Headers as `writeHead` takes them: an object, or names and values in turn. */
function setHeaders(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    for (let index = 0; index + 1 < headers.length; index += 2) {
      response.appendHeader(String(headers[index]), String(headers[index + 1]));
    }
  } else if (typeof headers === "object" && headers !== null) {
    for (const [name, value] of Object.entries(headers)) {
      response.setHeader(name, value as string);
    }
  }
}
