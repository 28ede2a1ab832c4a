/** `npm run generate -- prices`: writes the tables of prices into docs/reference/costs.md. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withPrices } from "./render-prices";

const page = path.resolve(__dirname, "../../docs/reference/costs.md");
writeFileSync(page, withPrices(readFileSync(page, "utf8")));
