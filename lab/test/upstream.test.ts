/** The patches for MiniStack: each applies to the pinned version, and its tests pass with it and fail without it. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { LAB_ROOT } from "../lab-root";
import { INSTALL_LIMIT, labPython } from "../testing/lab-python";

const FOLDER = path.join(LAB_ROOT, "lab/upstream");
const RUNNER = path.join(LAB_ROOT, "lab/testing/run_upstream_tests.py");

/** Each patch, with those of its test functions that fail without it. */
const TESTS = {
  "iam-oidc-providers.patch": [
    "test_iam_oidc_provider_can_be_changed",
    "test_iam_oidc_provider_keeps_the_slash_of_its_url",
  ],
  "iam-trust-policy-variables.patch": [
    "test_iam_trust_policy_variables_have_defaults_and_match_nothing_without",
    "test_iam_trust_policy_variables_stand_for_the_value_of_the_request",
  ],
  "sts-web-identity-claims.patch": [
    "test_sts_web_identity_answer_names_the_token",
    "test_sts_web_identity_audience_is_the_authorized_party",
    "test_sts_web_identity_keys_keep_the_slash_of_the_issuer",
  ],
};

describe("the patches for MiniStack", () => {
  let python: string;
  let folder: string;

  before(async function () {
    const patches = readdirSync(FOLDER).filter((name) => name.endsWith(".patch"));
    assert.deepEqual(patches, Object.keys(TESTS));
    this.timeout(INSTALL_LIMIT);
    ({ python } = await labPython());
  });

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ministack-"));
    const find = "import ministack; print(ministack.__path__[0])";
    const { stdout: installed } = await execa(python, ["-c", find]);
    await cp(installed, path.join(folder, "ministack"), { recursive: true });
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  for (const [patch, failing] of Object.entries(TESTS)) {
    it(`are needed, and hold what they promise: ${patch}`, async () => {
      const file = path.join(FOLDER, patch);
      const [, tests = ""] = /^\+\+\+ b\/(tests\/\w+\.py)$/m.exec(readFileSync(file, "utf8")) ?? [];
      const run = async () => {
        const { stdout, exitCode } = await execa(python, ["-B", RUNNER, tests], {
          cwd: folder,
          reject: false,
        });
        assert.equal(exitCode, stdout === "" ? 0 : 1);
        return stdout.split("\n").flatMap((line) => /^(test_\w+): /.exec(line)?.[1] ?? []);
      };
      const git = { cwd: folder, env: { GIT_CEILING_DIRECTORIES: path.dirname(folder) } };
      await execa("git", ["apply", file], git);
      assert.deepEqual(await run(), []);
      await execa("git", ["apply", "-R", "--include=ministack/**", file], git);
      assert.deepEqual(await run(), failing);
    });
  }
});
