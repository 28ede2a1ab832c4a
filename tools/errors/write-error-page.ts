/** `npm run errors`: writes docs/reference/errors.md. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CATALOGS } from "../../messages/all";
import { renderErrorPage } from "./render-error-page";

const page = path.resolve(__dirname, "../../docs/reference/errors.md");
mkdirSync(path.dirname(page), { recursive: true });
writeFileSync(page, renderErrorPage(CATALOGS));
