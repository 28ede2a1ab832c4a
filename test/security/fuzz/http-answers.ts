/** Answers of services, to the byte. */
import fc from "fast-check";
import { editedBytes } from "./edited-bytes";

const STATUS = [
  "200 OK",
  "400 Bad Request",
  "404 Not Found",
  "410 Gone",
  "429 Too Many Requests",
  "500 Oops",
];
const ODD_STATUS = ["302 Found", "100 Continue", "204 No Content", "099", "99999", "2００ OK", "200", ""];
const HEADERS = [
  "Content-Type: application/json; charset=utf-8",
  "Retry-After: 3",
  "Retry-After: ٣",
  "Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",
  "Retry-After: 99999999999999999999",
  "Location: http://127.0.0.1:9/elsewhere",
  "Content-Encoding: gzip",
  "Transfer-Encoding: identity",
  "Content-Length: -1",
  "Content-Length: 5",
  `X-Long: ${"a".repeat(70_000)}`,
  "no colon here",
  ": empty name",
];

type Framing = "length" | "chunks" | "until closed" | "too long" | "too short" | "bad chunks";

/** Answers with such a body: most as they should be, some with an odd head, some with damaged bytes. */
export function httpAnswers(bodies: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  const good = fc
    .tuple(bodies, fc.constantFrom<Framing>("length", "length", "chunks", "until closed"))
    .map(([body, framing]) => render("HTTP/1.1 200 OK", [], framing, body));
  const odd = fc
    .tuple(
      bodies,
      fc.constantFrom<Framing>("length", "chunks", "until closed", "too long", "too short", "bad chunks"),
      fc.constantFrom("HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.0 ", "HTTP/3 ", "ICY ", ""),
      fc.constantFrom(...STATUS, ...STATUS, ...ODD_STATUS),
      fc.array(fc.constantFrom(...HEADERS), { maxLength: 3 }),
    )
    .map(([body, framing, version, status, headers]) => render(version + status, headers, framing, body));
  return fc.oneof(
    { weight: 3, arbitrary: good },
    { weight: 3, arbitrary: odd },
    { weight: 1, arbitrary: editedBytes(fc.oneof(good, odd), 1) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
  );
}

function render(line: string, headers: readonly string[], framing: Framing, body: Buffer): Buffer {
  const size = body.length.toString(16);
  const [framed, extra]: [Buffer, string[]] = {
    length: (): [Buffer, string[]] => [body, [`Content-Length: ${body.length}`]],
    "too long": (): [Buffer, string[]] => [body, [`Content-Length: ${body.length + 7}`]],
    "too short": (): [Buffer, string[]] => [body, [`Content-Length: ${Math.max(0, body.length - 7)}`]],
    "until closed": (): [Buffer, string[]] => [body, ["Connection: close"]],
    chunks: (): [Buffer, string[]] => [
      Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from("\r\n0\r\n\r\n")]),
      ["Transfer-Encoding: chunked"],
    ],
    "bad chunks": (): [Buffer, string[]] => [
      Buffer.concat([Buffer.from(`f${size}\r\n`), body, Buffer.from("\r\n-1\r\n\r\n")]),
      ["Transfer-Encoding: chunked"],
    ],
  }[framing]();
  return Buffer.concat([Buffer.from([line, ...headers, ...extra, "", ""].join("\r\n")), framed]);
}
