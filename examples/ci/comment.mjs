/**
 * Writes one comment on a pull request, and replaces it in each later run: the verdict of `judge`, and the preview.
 * Copy this file to ci/comment.mjs. docs/how-to/continuous-integration.md of the package says why it runs in a job of its own.
 *
 *     node ci/comment.mjs judge.md preview.txt
 *
 * On GitHub it needs GITHUB_TOKEN, on GitLab COMMENT_TOKEN, and in Azure Pipelines SYSTEM_ACCESSTOKEN.
 */
import { existsSync, readFileSync } from "node:fs";

const { env } = process;

/** By this, a later run finds the comment. */
const MARK = "<!-- azure-to-aws: verdict and preview -->";

/** The longest text of each part, in characters. GitHub's limit for a comment is the lowest of the three: 65,536. */
const LONGEST = 30_000;

/** How many comments the services list at once. */
const PAGE = 100;

const JSON_BODY = { "content-type": "application/json" };

/** Each service: how it lists the comments, which are this program's own, and how it adds and replaces one. */
const SERVICES = [
  {
    variable: "GITHUB_ACTIONS",
    token: "GITHUB_TOKEN",
    // Source: GitHub, "REST API endpoints for issue comments" (documentation). The workflow's token writes as github-actions[bot].
    open(token) {
      const repository = `${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/issues`;
      const [, number] = /^refs\/pull\/(\d+)\//.exec(env.GITHUB_REF ?? "") ?? [];
      const headers = {
        authorization: `Bearer ${token}`,
        accept: "application/vnd.github+json",
        ...JSON_BODY,
      };
      return {
        list: (page) =>
          call("GET", `${repository}/${number}/comments?per_page=${PAGE}&page=${page}`, headers),
        isOwn: ({ user }) => user?.login === "github-actions[bot]",
        textOf: ({ body }) => body,
        add: (body) => call("POST", `${repository}/${number}/comments`, headers, { body }),
        replace: ({ id }, body) => call("PATCH", `${repository}/comments/${id}`, headers, { body }),
      };
    },
  },
  {
    variable: "GITLAB_CI",
    token: "COMMENT_TOKEN",
    // Source: GitLab, "Notes API" and "Users API" (documentation). A job token cannot write notes (gitlab-org/gitlab #545150).
    async open(token) {
      const { CI_API_V4_URL: api, CI_PROJECT_ID: project, CI_MERGE_REQUEST_IID: number } = env;
      const notes = `${api}/projects/${project}/merge_requests/${number}/notes`;
      const headers = { "private-token": token, ...JSON_BODY };
      const self = await call("GET", `${api}/user`, headers);
      return {
        list: (page) => call("GET", `${notes}?per_page=${PAGE}&page=${page}`, headers),
        isOwn: ({ author }) => author?.id === self.id,
        textOf: ({ body }) => body,
        add: (body) => call("POST", notes, headers, { body }),
        replace: ({ id }, body) => call("PUT", `${notes}/${id}`, headers, { body }),
      };
    },
  },
  {
    variable: "TF_BUILD",
    token: "SYSTEM_ACCESSTOKEN",
    // Source: Microsoft, "Pull Request Threads" (documentation); `_apis/connectionData` by microsoft/azure-devops-node-api (source code).
    async open(token) {
      const { SYSTEM_COLLECTIONURI: organization, SYSTEM_TEAMPROJECTID: project } = env;
      const pullRequest = `${env.BUILD_REPOSITORY_ID}/pullRequests/${env.SYSTEM_PULLREQUEST_PULLREQUESTID}`;
      const threads = `${organization}${project}/_apis/git/repositories/${pullRequest}/threads`;
      const version = "api-version=7.1";
      const headers = { authorization: `Bearer ${token}`, ...JSON_BODY };
      const self = await call("GET", `${organization}_apis/connectionData?${version}-preview.1`, headers);
      const commentOf = (content) => ({ content, parentCommentId: 0, commentType: "text" });
      return {
        // All threads come at once.
        list: async (page) => (page === 1 ? (await call("GET", `${threads}?${version}`, headers)).value : []),
        isOwn: ({ comments }) => comments?.[0]?.author?.id === self.authenticatedUser.id,
        textOf: ({ comments, isDeleted }) => (isDeleted ? "" : comments?.[0]?.content),
        add: (text) =>
          call("POST", `${threads}?${version}`, headers, { comments: [commentOf(text)], status: "closed" }),
        replace: ({ id, comments }, text) =>
          call("PATCH", `${threads}/${id}/comments/${comments[0].id}?${version}`, headers, commentOf(text)),
      };
    },
  },
];

/** Calls a service. @throws Error with its answer, without the token. */
async function call(method, address, headers, body) {
  const answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) {
    throw new Error(`${method} ${address}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  }
  return answer.json();
}

/** Text that stays text in Markdown: its fence is longer than any in it. */
function asCode(text) {
  const fence = "`".repeat(Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return `${fence}text\n${text}\n${fence}`;
}

/** The beginning and the end of a text, of which the end of a preview has the policies. */
function shortened(text) {
  const half = LONGEST / 2;
  return text.length <= LONGEST
    ? text
    : `${text.slice(0, half)}\n... ${text.length - LONGEST} characters left out: see the job's log ...\n${text.slice(-half)}`;
}

/** What a job wrote. It is empty if the job failed before. */
function outputOf(file) {
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd() : "";
}

function commentOf(verdict, preview) {
  const judged = verdict.length <= LONGEST ? verdict : asCode(shortened(verdict));
  return [
    MARK,
    judged || "The job that judges wrote no verdict: see its log.",
    "<details><summary>Preview</summary>",
    preview === "" ? "The job that previews wrote nothing: see its log." : asCode(shortened(preview)),
    "</details>",
  ].join("\n\n");
}

async function main([verdict, preview]) {
  const service = SERVICES.find(({ variable }) => env[variable]);
  if (service === undefined || preview === undefined) {
    throw new Error("run it on GitHub, GitLab, or Azure Pipelines: node ci/comment.mjs VERDICT PREVIEW");
  }
  const token = env[service.token];
  if (!token) {
    throw new Error(`${service.token} is not set. Give it to this job alone`);
  }
  const { list, isOwn, textOf, add, replace } = await service.open(token);
  const text = commentOf(outputOf(verdict), outputOf(preview));
  let found;
  for (let page = 1, size = PAGE; found === undefined && size === PAGE; page++) {
    const comments = await list(page);
    found = comments.find((comment) => isOwn(comment) && textOf(comment)?.startsWith(MARK));
    size = comments.length;
  }
  await (found === undefined ? add(text) : replace(found, text));
}

await main(process.argv.slice(2)).catch((error) => {
  console.error(`comment.mjs: ${error.message}`);
  process.exitCode = 1;
});
