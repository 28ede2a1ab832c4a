/**
 * Runs this project's TypeScript sources without a type check: `node -r ./tools/typescript/register.cjs FILE`. Keeps what
 * it compiled, since loading the compiler and compiling all tests takes longer than most tests do.
 */
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { version } = require("typescript/package.json");

const ROOT = path.join(__dirname, "../..");

/** A file for each state of a source. `npm ci` empties it. */
const CACHE = path.join(ROOT, "node_modules/.cache/typescript");

/** What the result depends on besides the source. */
const KEY = createHash("sha256").update(version);
for (const file of [__filename, path.join(ROOT, "tsconfig.base.json")]) {
  KEY.update(readFileSync(file));
}

let options;

/** The options of the project's base. The compiler is loaded only here. */
function compile(source, fileName) {
  const ts = require("typescript");
  if (options === undefined) {
    const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.base.json"), ts.sys.readFile);
    ({ options } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, ROOT));
    Object.assign(options, { inlineSourceMap: true, inlineSources: false });
  }
  const { outputText, diagnostics } = ts.transpileModule(source, {
    fileName,
    compilerOptions: options,
    reportDiagnostics: true,
  });
  if (diagnostics.length > 0) {
    throw new SyntaxError(
      ts.formatDiagnostics(diagnostics, {
        getCanonicalFileName: (name) => name,
        getCurrentDirectory: () => ROOT,
        getNewLine: () => "\n",
      }),
    );
  }
  return outputText;
}

function compiled(fileName) {
  const source = readFileSync(fileName, "utf8");
  const digest = KEY.copy().update(path.basename(fileName)).update("\0").update(source).digest("hex");
  const kept = path.join(CACHE, `${digest.slice(0, 32)}.js`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const text = compile(source, fileName);
    // Several workers write at once, and none may read half a file.
    const partial = `${kept}.${process.pid}`;
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(partial, text);
    renameSync(partial, kept);
    return text;
  }
}

process.setSourceMapsEnabled(true);
require.extensions[".ts"] = (module, fileName) => {
  module._compile(compiled(fileName), fileName);
};
