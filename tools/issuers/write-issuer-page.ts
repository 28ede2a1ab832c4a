/** `npm run generate -- issuers`: writes docs/reference/issuers.md. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { issuers } from "../../trust";
import { renderIssuerPage } from "./render-issuer-page";

writeFileSync(
  path.resolve(__dirname, "../../docs/reference/issuers.md"),
  renderIssuerPage(issuers.map(({ facts }) => facts)),
);
