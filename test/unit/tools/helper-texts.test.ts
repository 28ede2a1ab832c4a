import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { HELPER_TEXTS, renderHelperTexts } from "../../../tools/helper-messages/render-helper-texts";

describe("messages/credential-helper-texts.ts", () => {
  it("has the texts of the Python sources; if this fails, run `npm run helper-messages`", async () => {
    assert.equal(readFileSync(HELPER_TEXTS, "utf8"), await renderHelperTexts());
  });

  const texts = [
    ["azure_to_aws/messages.py", "sessions are kept", "sessions stay", 2],
    ["verify_caller.py", "Install it again", "Install again", 1],
    ["credential_process.py", "Please report this", "Report this", 1],
  ] as const;
  for (const [file, before, after, count] of texts) {
    it(`changes with a text in ${file} alone`, async () => {
      const folder = mkdtempSync(path.join(tmpdir(), "helper-texts-"));
      try {
        cpSync(path.join(PROJECT_ROOT, "credential-helper"), folder, { recursive: true });
        const source = path.join(folder, file);
        writeFileSync(source, readFileSync(source, "utf8").replaceAll(before, after));
        const current = readFileSync(HELPER_TEXTS, "utf8");
        assert.equal(current.split(before).length - 1, count);
        assert.equal(await renderHelperTexts(folder), current.replaceAll(before, after));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});
