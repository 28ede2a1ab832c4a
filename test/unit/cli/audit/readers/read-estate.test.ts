import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { EstateBuilder } from "../../../../../cli/audit/estate/estate-builder";
import { addFile } from "../../../../../cli/audit/readers/read-estate";
import { UnreadableError } from "../../../../../policy-sources";

describe("standard input", () => {
  it("is no place for a snapshot, and the message says so", async () => {
    await assert.rejects(
      addFile("-", Readable.from([gzipSync("{}")]), new EstateBuilder()),
      (error) => error instanceof UnreadableError && error.problem.code === "audit-snapshot-piped",
    );
  });
});
