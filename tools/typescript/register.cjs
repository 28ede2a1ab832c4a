/**
 * Runs this project's TypeScript sources without a type check: `node -r ./tools/typescript/register.cjs FILE`. Keeps what
 * it compiled, since loading the compiler and compiling all tests takes longer than most tests do. For these sources, the
 * project's own package is its sources too: nothing needs a build, and nothing is loaded twice. Examples and programs elsewhere
 * get the package as users have it.
 */
const { Buffer } = require("node:buffer");
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { version } = require("typescript/package.json");
const manifest = require("../../package.json");

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
    return { text: readFileSync(kept, "utf8"), kept };
  } catch {
    const text = compile(source, fileName);
    // Several workers write at once, and none may read half a file.
    const partial = `${kept}.${process.pid}`;
    mkdirSync(CACHE, { recursive: true });
    writeFileSync(partial, text);
    renameSync(partial, kept);
    return { text, kept };
  }
}

/** Where the compiled text of each loaded source is, and its map once a stack trace needs it. */
const loaded = new Map();

/** The place in the source, as stack traces write it: `file:line:column`. Pulumi asks for thousands of traces. */
const places = new Map();

function sourcePlace(fileName, line, column) {
  const place = `${fileName}:${line}:${column}`;
  let found = places.get(place);
  if (found === undefined) {
    const entry = loaded.get(fileName);
    entry.map ??= new Module.SourceMap(
      JSON.parse(Buffer.from(/base64,(\S+)\s*$/.exec(entry.text())[1], "base64")),
    );
    const { originalLine, originalColumn } = entry.map.findEntry(line - 1, column - 1);
    found = originalLine === undefined ? place : `${fileName}:${originalLine + 1}:${originalColumn + 1}`;
    places.set(place, found);
  }
  return found;
}

function describeFrame(frame) {
  const [text, fileName] = [String(frame), frame.getFileName()];
  if (!loaded.has(fileName)) {
    return text;
  }
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()];
  return text.replace(`${fileName}:${line}:${column}`, () => sourcePlace(fileName, line, column));
}

// Node's own way to map traces (--enable-source-maps) takes half of the time of tests that mock Pulumi.
Error.prepareStackTrace = (error, frames) =>
  // Pulumi takes a trace of every promise, and shows none of them unless it is asked for.
  frames[0]?.getFunctionName() === "debuggablePromise" && process.env.PULUMI_DEBUG_PROMISE_LEAKS === undefined
    ? ""
    : [Error.prototype.toString.call(error), ...frames.map(describeFrame)].join("\n    at ");

/** The sources of the package's entries, by the name under which programs import them. */
const entries = new Map(
  Object.entries(manifest.exports)
    .filter(([, { default: built }]) => built !== undefined)
    .map(([entry, { default: built }]) => [
      path.posix.join(manifest.name, entry),
      path.join(ROOT, built.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts")),
    ]),
);

const isOwnSource = (file) => {
  const [folder] = path.relative(ROOT, file).split(path.sep);
  return !["..", "examples", "node_modules", "templates"].includes(folder);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, parent, ...others) =>
  (entries.has(request) && parent?.filename && isOwnSource(parent.filename)
    ? entries.get(request)
    : undefined) ?? resolveFilename.call(Module, request, parent, ...others);

require.extensions[".ts"] = (module, fileName) => {
  const { text, kept } = compiled(fileName);
  loaded.set(fileName, { text: () => readFileSync(kept, "utf8") });
  module._compile(text, fileName);
};
