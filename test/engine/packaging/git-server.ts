/**
 * A git server over HTTPS on loopback, with a certificate of a new authority: git's own program behind a server of Node. A proxy leads
 * the engine there by a public name, because the engine finds no plugin again whose host has a port.
 */
import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { execa } from "execa";
import { CertificateAuthority, ConnectProxy, LoopbackServer } from "../../../lab/http";

/** The name by which the server is called. */
const HOST = "git.example.com";

/** Serves the repositories of a folder, to read. */
export class GitServer {
  private constructor(
    /** What a program of Go needs in its environment to reach the server, and nothing else. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly root: string,
    private readonly listeners: readonly { close(): Promise<void> }[],
  ) {}

  /** @param directory - An empty folder for the repositories and the certificate. */
  static async start(directory: string): Promise<GitServer> {
    const root = path.join(directory, "repositories");
    await mkdir(root, { recursive: true });
    const authority = await CertificateAuthority.create("git test");
    const caFile = path.join(directory, "git-ca.pem");
    await writeFile(caFile, authority.certificate);
    const server = await LoopbackServer.listen(
      (request, response) => {
        serve(root, request, response);
      },
      { certificate: await authority.issue([HOST]) },
    );
    const proxy = await ConnectProxy.listen({ serves: (host) => host === HOST, port: server.port });
    return new GitServer({ SSL_CERT_FILE: caFile, HTTPS_PROXY: proxy.url }, root, [proxy, server]);
  }

  async stop(): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener.close()));
  }

  /**
   * Makes a repository with one commit of a folder and a tag.
   *
   * @param name - Such as `acme/plugin.git`.
   * @returns the address of the repository, and the commit
   */
  async publish(name: string, folder: string, tag: string): Promise<{ url: string; commit: string }> {
    const git = async (...args: string[]) => (await execa("git", args, { cwd: folder })).stdout;
    const author = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    await git("init", "--quiet", "--initial-branch=main");
    await git("add", "--all", "--force");
    await git(...author, "commit", "--quiet", "--message", "built plugin");
    await git(...author, "tag", tag);
    const bare = path.join(this.root, name);
    await git("clone", "--quiet", "--bare", ".", bare);
    return { url: `https://${HOST}/${name}`, commit: await git("rev-parse", "HEAD") };
  }
}

/** Passes a request to `git http-backend` by the rules of CGI. */
function serve(root: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "https://localhost");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_COUNT: "1",
      GIT_CONFIG_KEY_0: "safe.directory",
      GIT_CONFIG_VALUE_0: "*",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      HTTP_GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  request.pipe(backend.stdin);
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer): void => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) {
      return;
    }
    backend.stdout.off("data", readHead);
    for (const line of head.subarray(0, end).toString().split("\r\n")) {
      const [name = "", value = ""] = line.split(/: (.*)/);
      if (name === "Status") {
        response.statusCode = Number.parseInt(value, 10);
      } else {
        response.setHeader(name, value);
      }
    }
    response.write(head.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on("data", readHead);
}
