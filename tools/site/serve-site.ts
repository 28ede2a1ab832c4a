import type { AddressInfo } from "node:net";
import express from "express";

/** A site that is served on loopback. */
export interface ServedSite {
  /** The address of the title page, with a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves a built site from its files, as any static host does.
 *
 * @param folder - What the build wrote.
 * @param base - Where the site lies on its host, such as `/manual/`: the base that it was built for.
 */
export async function serveSite(folder: string, base: string): Promise<ServedSite> {
  const app = express().use(base, express.static(folder));
  const server = app.listen(0, "127.0.0.1");
  await new Promise<void>((resolve, reject) => {
    server.once("listening", resolve).once("error", reject);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
