/** `npm run helper-messages`: writes messages/credential-helper-texts.ts. */
import { writeFileSync } from "node:fs";
import { HELPER_TEXTS, renderHelperTexts } from "./render-helper-texts";

async function main(): Promise<void> {
  writeFileSync(HELPER_TEXTS, await renderHelperTexts());
}

void main();
