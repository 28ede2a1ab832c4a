/** Pages that moved. Their old addresses lead to the new ones, with the fragment. */
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

/** New addresses by old ones, without `.html`. An address is never removed from this table. */
export const MOVED: Readonly<Record<string, string>> = {
  acceptance: "maintaining/run-acceptance",
  adopting: "how-to/roll-out-the-pack",
  arguments: "reference/arguments",
  clients: "reference/clients",
  "command-line": "reference/command-line",
  component: "reference/component",
  compute: "how-to/other-compute",
  "credential-helper": "reference/credential-helper",
  "first-run": "tutorials/first-run",
  "how-to/release": "maintaining/release",
  "how-to/run-acceptance": "maintaining/run-acceptance",
  import: "how-to/take-over-a-hand-made-setup",
  issuers: "reference/issuers",
  "lab-evidence": "reference/lab-evidence",
  lab: "reference/lab",
  languages: "how-to/other-languages",
  "many-accounts": "how-to/many-accounts",
  "owned-apart": "how-to/several-teams",
  performance: "reference/performance",
  permissions: "reference/permissions",
  recovery: "how-to/recover",
  revocation: "how-to/suspend-and-revoke",
  stability: "reference/stability",
  "virtual-machine": "reference/virtual-machine",
  "what-the-pack-cannot-see": "reference/what-the-pack-cannot-see",
};

/** Writes a page at each old address that sends the reader on. */
export async function writeRedirects(outDir: string): Promise<void> {
  for (const [from, to] of Object.entries(MOVED)) {
    const file = path.join(outDir, `${from}.html`);
    const target = `${"../".repeat(from.split("/").length - 1)}${to}.html`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(
      file,
      `<!doctype html>
<html lang="en-US">
<meta charset="utf-8">
<title>This page moved</title>
<meta name="robots" content="noindex">
<link rel="canonical" href="${target}">
<meta http-equiv="refresh" content="0; url=${target}">
<script>location.replace(${JSON.stringify(target)} + location.hash)</script>
<p>This page moved: <a href="${target}">${to}</a>.</p>
</html>
`,
    );
  }
}
