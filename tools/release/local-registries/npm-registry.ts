/** An npm registry on this machine, to which a release is published before it is published to the real one. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { execa } from "execa";
import { stringify } from "yaml";
import { PROJECT_ROOT } from "../../project-root";

/** Verdaccio has 300 packages of its own, so it has a lock file of its own too. */
const VERDACCIO = path.join(PROJECT_ROOT, "tools/release/verdaccio");

/** The project's own packages. They never come from anywhere else. */
const SCOPE = "@azure-to-aws";

/** An npm registry: Verdaccio, with this project's packages, and all others from the registry that npm uses here. */
export class LocalNpmRegistry {
  private constructor(
    /** Its address, with a slash at the end. */
    readonly url: string,
    /** The npm configuration file that leads to it. */
    readonly userConfig: string,
    private readonly server: ChildProcessByStdio<Writable, Readable, null>,
  ) {}

  /** @param directory - An empty folder for packages and configuration. */
  static async start(directory: string): Promise<LocalNpmRegistry> {
    await installVerdaccio();
    const { stdout: uplink } = await execa("npm", ["config", "get", "registry"]);
    const configuration = path.join(directory, "verdaccio.yaml");
    await mkdir(directory, { recursive: true });
    await writeFile(configuration, stringify(verdaccioConfiguration(directory, uplink)));
    // It ends when its standard input does, so it never outlives this process.
    const server = spawn(process.execPath, [path.join(VERDACCIO, "serve.cjs"), configuration], {
      cwd: VERDACCIO,
      stdio: ["pipe", "pipe", "ignore"],
    });
    const url = `http://127.0.0.1:${await portOf(server.stdout)}/`;
    const userConfig = path.join(directory, "npmrc");
    const token = await addUser(url);
    await writeFile(userConfig, `registry=${url}\n${url.replace("http:", "")}:_authToken=${token}\n`);
    return new LocalNpmRegistry(url, userConfig, server);
  }

  /** Publishes packed packages as a release does, in this order. */
  async publish(tarballs: readonly string[]): Promise<void> {
    for (const tarball of tarballs) {
      // Only the workflow of a tag has what signs provenance.
      const args = ["publish", tarball, "--access", "public", "--provenance=false"];
      await execa("npm", args, { env: this.environment, cwd: path.dirname(tarball) });
    }
  }

  /** Makes npm use this registry. */
  get environment(): Readonly<Record<string, string>> {
    return { npm_config_userconfig: this.userConfig, npm_config_registry: this.url };
  }

  async stop(): Promise<void> {
    const ended = once(this.server, "exit");
    this.server.stdin.end();
    await ended;
  }
}

async function installVerdaccio(): Promise<void> {
  const installed = path.join(VERDACCIO, "node_modules/.package-lock.json");
  if ((await access(installed).catch((error: unknown) => error)) !== undefined) {
    await execa("npm", ["ci", "--ignore-scripts", "--prefer-offline"], { cwd: VERDACCIO });
  }
}

function verdaccioConfiguration(directory: string, uplink: string): unknown {
  return {
    storage: path.join(directory, "storage"),
    auth: { htpasswd: { file: path.join(directory, "htpasswd") } },
    uplinks: { public: { url: uplink, cache: true } },
    packages: {
      [`${SCOPE}/*`]: { access: "$all", publish: "$authenticated" },
      "**": { access: "$all", proxy: "public" },
    },
    web: { enable: false },
    max_body_size: "100mb",
    log: { type: "stdout", format: "json", level: "fatal" },
  };
}

async function portOf(output: Readable): Promise<string> {
  for await (const line of createInterface(output)) {
    const [, port] = /^port (\d+)$/.exec(line) ?? [];
    if (port !== undefined) {
      // What it prints later must not fill the pipe.
      output.resume();
      return port;
    }
  }
  throw new Error("Verdaccio ended before it served anything");
}

async function addUser(url: string): Promise<string> {
  const name = "release";
  const response = await fetch(`${url}-/user/org.couchdb.user:${name}`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name, password: "on this machine only" }),
  });
  const { token } = (await response.json()) as { readonly token?: string };
  if (token === undefined) {
    throw new Error(`Verdaccio: expected a token; got status ${response.status}`);
  }
  return token;
}
