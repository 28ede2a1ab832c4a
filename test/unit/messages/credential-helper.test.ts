import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "../../../lab/project-root";
import { CREDENTIAL_HELPER } from "../../../messages";

/** Prints the codes and texts of the Python sources as JSON. */
const DUMP = `
import json, re, sys
sys.path.insert(0, sys.argv[1])
import credential_process, verify_caller
from azure_to_aws import messages
text, code = re.fullmatch(r"azure-to-aws: (.*) \\[(.*)\\]\\n", credential_process.INTERNAL_ERROR).groups()
print(json.dumps({**messages.TEXTS, **verify_caller.TEXTS, code: text % ("{type}", "{place}")}))`;

describe("The catalog of the credential helper", () => {
  it("has the codes and the texts of the Python sources", () => {
    const folder = path.join(PROJECT_ROOT, "credential-helper");
    const python = JSON.parse(
      execFileSync("python3", ["-IB", "-c", DUMP, folder], { encoding: "utf8" }),
    ) as Record<string, string>;
    const catalog = Object.entries(CREDENTIAL_HELPER.entries).map(([code, { text, sample }]) => {
      const fields = Object.fromEntries(Object.keys(sample[0]).map((name) => [name, `{${name}}`]));
      return [code, text(fields)];
    });
    assert.deepEqual(Object.fromEntries(catalog), python);
  });
});
