/** `npm run prices`: writes the tables of prices into docs/tutorials/first-run.md. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { withPrices } from "./render-prices";

const page = path.resolve(__dirname, "../../docs/tutorials/first-run.md");
writeFileSync(page, withPrices(readFileSync(page, "utf8")));
