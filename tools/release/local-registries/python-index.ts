/** A Python package index on this machine. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";

const JSON_API = "application/vnd.pypi.simple.v1+json";

/**
 * A Python package index over HTTP, with the wheels and source archives of a folder. It leads to the public index for all other
 * projects, so the folder's projects never come from there.
 *
 * Source: Python Packaging User Guide, "Simple repository API", with its HTML and its JSON.
 */
export class LocalPythonIndex {
  private constructor(
    /** For pip's `--index-url`. */
    readonly url: string,
    private readonly server: Server,
  ) {}

  /**
   * @param folder - The folder with the packages.
   * @param publicIndex - Where all other projects are, without a slash at the end.
   */
  static async start(folder: string, publicIndex: string): Promise<LocalPythonIndex> {
    const files = (await readdir(folder)).filter((name) => /\.(whl|tar\.gz)$/.test(name));
    const contents = new Map(
      await Promise.all(files.map(async (name) => [name, await readFile(path.join(folder, name))] as const)),
    );
    const server = createServer(({ url = "", headers }, response) => {
      const [, kind, name = ""] = /^\/(simple|files)\/([\w.+-]+)\/?$/.exec(decodeURI(url)) ?? [];
      const file = kind === "files" ? contents.get(name) : undefined;
      const own = kind === "simple" ? files.filter((each) => projectOf(each) === normalized(name)) : [];
      if (file !== undefined) {
        response.end(file);
      } else if (own.length > 0 && headers.accept === JSON_API) {
        const listed = own.map((filename) => ({
          filename,
          url: `../../files/${filename}`,
          hashes: { sha256: sha256(contents.get(filename)) },
        }));
        response.setHeader("content-type", JSON_API);
        response.end(
          JSON.stringify({ meta: { "api-version": "1.0" }, name: normalized(name), files: listed }),
        );
      } else if (own.length > 0) {
        const links = own.map(
          (each) => `<a href="../../files/${each}#sha256=${sha256(contents.get(each))}">${each}</a>`,
        );
        response.setHeader("content-type", "text/html").end(`<!DOCTYPE html>\n${links.join("\n")}\n`);
      } else if (kind === "simple") {
        response.writeHead(302, { location: `${publicIndex}/${normalized(name)}/` }).end();
      } else {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    return new LocalPythonIndex(`http://127.0.0.1:${port}/simple/`, server);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** The project of a wheel or a source archive. */
function projectOf(file: string): string {
  return normalized(/^(.+?)-\d/.exec(file)?.[1] ?? file);
}

/** A project's name as indexes compare it. Source: Python Packaging User Guide, "Names and normalization". */
function normalized(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}

function sha256(content: Uint8Array = new Uint8Array()): string {
  return createHash("sha256").update(content).digest("hex");
}
