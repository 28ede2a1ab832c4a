import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const EXECUTABLE = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Why no browser can be started; `undefined` if there is one. */
export const NO_BROWSER = existsSync(EXECUTABLE)
  ? undefined
  : `There is no ${EXECUTABLE}. Install Debian's package chromium, or set CHROMIUM to the path of a Chromium.`;

/** Starts a headless Chromium that calls nobody by itself. Its profile is new, and is removed when it closes. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
