/** examples/ci/comment.mjs against doubles of GitHub, GitLab, and Azure Repos. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { execa } from "execa";
import { PROJECT_ROOT } from "../../../tools/project-root";
import { CommentServices, TOKEN } from "./comment-services";

const PROGRAM = path.join(PROJECT_ROOT, "examples/ci/comment.mjs");

const SYSTEMS = ["github", "gitlab", "azure"] as const;

/** Somebody who opens a pull request, and knows how the comment begins. */
const STRANGER = "1";

const COMMENT = `<!-- azure-to-aws: verdict and preview -->

1 role rejected.

<details><summary>Preview</summary>

\`\`\`text
 +  aws:iam:Role orders create
\`\`\`

</details>`;

describe("examples/ci/comment.mjs", function () {
  this.timeout(30_000);
  let services: CommentServices;
  let folder: string;

  beforeEach(async () => {
    services = new CommentServices();
    await services.start();
    folder = await mkdtemp(path.join(tmpdir(), "comment-"));
  });

  afterEach(async () => {
    await services.stop();
    await rm(folder, { recursive: true });
  });

  /** Runs the program on what the two jobs wrote; undefined for a job that wrote nothing. */
  async function run(
    environment: Readonly<Record<string, string>>,
    verdict: string | undefined = "1 role rejected.\n",
    preview: string | undefined = " +  aws:iam:Role orders create\n",
  ) {
    const files = [
      ["judge.md", verdict],
      ["preview.txt", preview],
    ] as const;
    await Promise.all(files.map(async ([name, text]) => text && writeFile(path.join(folder, name), text)));
    const { exitCode, all } = await execa(process.execPath, [PROGRAM, "judge.md", "preview.txt"], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", ...environment },
      extendEnv: false,
      reject: false,
      all: true,
    });
    return { exitCode, all };
  }

  for (const system of SYSTEMS) {
    const texts = () => services.comments[system].map(({ text }) => text);

    describe(system, () => {
      it("adds one comment, and replaces it in the next run", async () => {
        assert.deepEqual(await run(services.environment(system)), { exitCode: 0, all: "" });
        assert.deepEqual(texts(), [COMMENT]);
        assert.deepEqual(await run(services.environment(system), "0 roles rejected.\n"), {
          exitCode: 0,
          all: "",
        });
        assert.deepEqual(texts(), [COMMENT.replace("1 role", "0 roles")]);
      });

      it("finds its comment among many, and leaves those of others, also with the same beginning", async () => {
        const forged = { id: 1, author: STRANGER, text: `${COMMENT}\nAll is well.` };
        services.comments[system].push(
          forged,
          ...Array.from({ length: 240 }, (_, index) => ({ id: index + 2, author: STRANGER, text: "Why?" })),
        );
        const before = texts();
        await run(services.environment(system));
        await run(services.environment(system), "0 roles rejected.\n");
        assert.deepEqual(texts(), [...before, COMMENT.replace("1 role", "0 roles")]);
      });

      it("fails with the answer of the service, without the token", async () => {
        const environment = services.environment(system);
        const other = Object.fromEntries(
          Object.entries(environment).map(([name, value]) => [
            name,
            value === TOKEN ? "expired-token" : value,
          ]),
        );
        const { exitCode, all } = await run(other);
        assert.equal(exitCode, 1);
        assert.match(all, /^comment\.mjs: GET http:\S+: 401 \{"message":"Bad credentials"\}$/);
        assert.doesNotMatch(all, /expired-token/);
        assert.deepEqual(texts(), []);
      });

      it("says which token is missing", async () => {
        const environment = Object.entries(services.environment(system));
        const [name] = environment.find(([, value]) => value === TOKEN) ?? assert.fail();
        const without = Object.fromEntries(environment.filter(([, value]) => value !== TOKEN));
        const { exitCode, all } = await run(without);
        assert.deepEqual([exitCode, all], [1, `comment.mjs: ${name} is not set. Give it to this job alone`]);
      });
    });
  }

  /** The comment on GitHub. */
  async function commentOf(verdict: string | undefined, preview: string | undefined): Promise<string> {
    const { exitCode, all } = await run(services.environment("github"), verdict, preview);
    assert.equal(exitCode, 0, all);
    return services.comments.github.at(-1)?.text ?? "";
  }

  it("keeps a preview from leaving its block of code", async () => {
    const text = await commentOf("verdict", "````\n</details> @everyone ![x](https://a.example)\n```\n");
    assert.match(text, /\n`````text\n````\n<\/details> @everyone .*\n```\n`````\n\n<\/details>$/);
  });

  it("says so if a job wrote nothing", async () => {
    const text = await commentOf("", "");
    assert.match(text, /^The job that judges wrote no verdict: see its log\.$/m);
    assert.match(text, /^The job that previews wrote nothing: see its log\.$/m);
  });

  it("shortens a long preview and a long verdict in the middle, below GitHub's limit", async () => {
    const long = `begins\n${"a".repeat(80_000)}\nends\n`;
    const text = await commentOf(long, long);
    assert.ok(text.length < 65_536, `${text.length} characters`);
    assert.equal(text.match(/^begins$/gm)?.length, 2);
    assert.equal(text.match(/^ends$/gm)?.length, 2);
    assert.equal(text.match(/^\.\.\. 50012 characters left out: see the job's log \.\.\.$/gm)?.length, 2);
  });

  it("runs only in a CI system that it knows", async () => {
    const { exitCode, all } = await run({});
    assert.deepEqual(
      [exitCode, all],
      [1, "comment.mjs: run it on GitHub, GitLab, or Azure Pipelines: node ci/comment.mjs VERDICT PREVIEW"],
    );
  });
});
