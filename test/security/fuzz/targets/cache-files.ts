import { crc32 } from "node:zlib";
import fc from "fast-check";
import { editedBytes } from "../edited-bytes";
import { HelperProcess, NOW } from "../helper-process";
import { openTarget, type Target } from "../target";

const HEADER = "azure-to-aws-session 1";
const DOCUMENT = `{"Version": 1, "AccessKeyId": "ASIAIOSFODNN7EXAMPLE", "SecretAccessKey": "s", "SessionToken": "t"}\n`;

const time = fc.oneof(
  fc.constantFrom(NOW - 60, NOW + 3_000, NOW + 3_600, NOW - 86_400),
  fc.constantFrom<string | number>(
    0,
    -1,
    "1_0",
    "+5",
    "0x10",
    "",
    "nan",
    "1e9",
    "9".repeat(30),
    "9".repeat(400),
    "9".repeat(5_000),
  ),
);
const lock = fc.oneof(
  fc.constantFrom(
    "",
    `${NOW} 1 the network is down`,
    `${NOW} 0 refused`,
    "nan 1 x",
    "inf 1 x",
    "-inf 1 x",
    "1e999 1 x",
  ),
  fc.constantFrom(`${NOW} 1 ${"long ".repeat(3_000)}`, `${NOW} 1`, "\xff \xff \xff"),
);

/** Cache files: sessions with odd times and damaged bytes, and the failures recorded in lock files. */
export const cacheFiles: Target = {
  name: "cache-files",
  feeds: "cached sessions and recorded failures, to the credential helper",
  unsound: "a session is served although its checksum, request, or time does not match",
  runs: 250,
  leastAccepted: 0.05,
  open: async () => {
    const { helper, key } = await HelperProcess.start();
    const session = fc.tuple(time, time, time, fc.boolean()).map(([obtained, fresh, expires, odd]) => {
      const times = odd ? [obtained, fresh, expires] : [NOW - 60, NOW + 2_000, NOW + 3_600];
      return [HEADER, key, [...times, crc32(DOCUMENT)].join(" "), DOCUMENT].join("\n");
    });
    const inputs = fc.record({
      file: fc.oneof(
        { weight: 2, arbitrary: session.map((text) => Buffer.from(text)) },
        { weight: 2, arbitrary: editedBytes(session, 1) },
      ),
      lock: fc.oneof(
        lock.map((text) => Buffer.from(text, "latin1")),
        editedBytes(lock, 1),
      ),
    });
    return openTarget({
      inputs,
      ...(helper.pid === undefined ? {} : { pid: helper.pid }),
      close: () => helper.stop(),
      check: async (input) => {
        const [file, noted] = [input.file, input.lock].map((bytes) => bytes.toString("base64"));
        const outcome = await helper.feed({ target: "cache", file: file ?? "", lock: noted ?? "" });
        if (outcome.outcome === "accepted") {
          demandServable(input.file, key, Buffer.from(String(outcome.document), "base64"));
        }
        return outcome.outcome;
      },
    });
  },
};

/** Compares a served session with the file, which is read separately from the helper. */
function demandServable(file: Buffer, key: string, served: Buffer): void {
  const [header, question, facts = "", ...rest] = file.toString("latin1").split("\n");
  const [obtained = 0, , expires = 0, checksum] = facts
    .split(" ")
    .map((text) => Number(text.replaceAll("_", "")));
  const whole = header === HEADER && question === key && rest.join("\n") === served.toString("latin1");
  if (!whole || checksum !== crc32(served) || obtained - 60 > NOW || NOW >= expires) {
    throw new Error(`unsound: served from ${JSON.stringify(file.toString("latin1"))}`);
  }
}
