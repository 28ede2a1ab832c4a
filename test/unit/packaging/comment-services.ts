/** The comments of pull requests on GitHub, GitLab, and Azure Repos, as far as examples/ci/comment.mjs calls them. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A comment, whatever its service calls its members. */
export interface Comment {
  readonly id: number;
  readonly author: string;
  text: string;
}

/** The service's name for the account that the token of the pipeline signs in. */
const PIPELINE = { github: "github-actions[bot]", gitlab: "7", azure: "build-service" } as const;

/** The token that each service accepts. */
export const TOKEN = "token-of-the-pipeline";

type Answer = readonly [status: number, body: unknown];

/** The three services at one address. Each has one pull request, with the number 12. */
export class CommentServices {
  readonly comments: Record<keyof typeof PIPELINE, Comment[]> = { github: [], gitlab: [], azure: [] };
  readonly #server: Server = createServer((request, response) => void this.#answer(request, response));

  /** Starts them on a free port. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  /** Stops them. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** What each CI system sets in a job for a pull request, with the token that the example pipeline adds. */
  environment(system: keyof typeof PIPELINE): Readonly<Record<string, string>> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return {
      github: {
        GITHUB_ACTIONS: "true",
        GITHUB_API_URL: `${url}/github`,
        GITHUB_REPOSITORY: "acme/infrastructure",
        GITHUB_REF: "refs/pull/12/merge",
        GITHUB_TOKEN: TOKEN,
      },
      gitlab: {
        GITLAB_CI: "true",
        CI_API_V4_URL: `${url}/gitlab`,
        CI_PROJECT_ID: "34",
        CI_MERGE_REQUEST_IID: "12",
        COMMENT_TOKEN: TOKEN,
      },
      azure: {
        TF_BUILD: "True",
        SYSTEM_COLLECTIONURI: `${url}/azure/`,
        SYSTEM_TEAMPROJECTID: "56",
        BUILD_REPOSITORY_ID: "78",
        SYSTEM_PULLREQUEST_PULLREQUESTID: "12",
        SYSTEM_ACCESSTOKEN: TOKEN,
      },
    }[system];
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", url = "", headers } = request;
    const body = method === "GET" ? {} : ((await json(request)) as Record<string, unknown>);
    const isKnown = headers.authorization === `Bearer ${TOKEN}` || headers["private-token"] === TOKEN;
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const page = Number(searchParams.get("page") ?? 1);
    const [status, answer] = isKnown
      ? (this.#github(method, pathname, page, body) ??
        this.#gitlab(method, pathname, page, body) ??
        this.#azure(method, pathname, searchParams.get("api-version"), body) ?? [
          404,
          { message: "Not Found" },
        ])
      : [401, { message: "Bad credentials" }];
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  #github(method: string, path: string, page: number, { body }: Record<string, unknown>): Answer | undefined {
    const issues = "/github/repos/acme/infrastructure/issues";
    const shown = ({ id, author, text }: Comment) => ({ id, user: { login: author }, body: text });
    return this.#pages(
      "github",
      { method, path, page, text: body },
      { list: `${issues}/12/comments`, each: `${issues}/comments/`, verb: "PATCH", shown },
    );
  }

  #gitlab(method: string, path: string, page: number, { body }: Record<string, unknown>): Answer | undefined {
    const notes = "/gitlab/projects/34/merge_requests/12/notes";
    const shown = ({ id, author, text }: Comment) => ({ id, author: { id: Number(author) }, body: text });
    return path === "/gitlab/user"
      ? [200, { id: Number(PIPELINE.gitlab) }]
      : this.#pages(
          "gitlab",
          { method, path, page, text: body },
          { list: notes, each: `${notes}/`, verb: "PUT", shown },
        );
  }

  #pages(
    system: "github" | "gitlab",
    { method, path, page, text }: { method: string; path: string; page: number; text: unknown },
    {
      list,
      each,
      verb,
      shown,
    }: { list: string; each: string; verb: string; shown: (one: Comment) => unknown },
  ): Answer | undefined {
    const comments = this.comments[system];
    if (path === list && method === "GET") {
      return [200, comments.slice((page - 1) * 100, page * 100).map(shown)];
    }
    if (path === list && method === "POST") {
      return [201, shown(this.#add(system, text))];
    }
    const found = comments.find(({ id }) => path === `${each}${id}`);
    if (found === undefined || method !== verb) {
      return undefined;
    }
    found.text = String(text);
    return [200, shown(found)];
  }

  #azure(
    method: string,
    path: string,
    version: string | null,
    body: Record<string, unknown>,
  ): Answer | undefined {
    if (path === "/azure/_apis/connectionData" && version === "7.1-preview.1") {
      return [200, { authenticatedUser: { id: PIPELINE.azure } }];
    }
    const threads = "/azure/56/_apis/git/repositories/78/pullRequests/12/threads";
    if (!path.startsWith(threads) || version !== "7.1") {
      return undefined;
    }
    const shown = ({ id, author, text }: Comment) => ({
      id,
      comments: [{ id: 1, author: { id: author }, content: text }],
    });
    if (path === threads && method === "GET") {
      return [200, { value: this.comments.azure.map(shown) }];
    }
    if (path === threads && method === "POST") {
      const [{ content } = { content: "" }] = body.comments as { content: string }[];
      return [200, shown(this.#add("azure", content))];
    }
    const found = this.comments.azure.find(({ id }) => path === `${threads}/${id}/comments/1`);
    if (found === undefined || method !== "PATCH") {
      return undefined;
    }
    found.text = String(body.content);
    return [200, {}];
  }

  #add(system: keyof typeof PIPELINE, text: unknown): Comment {
    const comment = { id: this.comments[system].length + 1, author: PIPELINE[system], text: String(text) };
    this.comments[system].push(comment);
    return comment;
  }
}
