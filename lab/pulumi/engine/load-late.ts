/**
 * Loaded first in Node processes of the engine: programs, policy packs, and plugins. They use little of Pulumi's SDK, and
 * loading the rest is half of their start. Here it waits until something uses it: the compiler, until there is TypeScript to
 * compile. The SDK's own source maps are not read at all. They serve traces alone, and Pulumi takes one for each promise.
 */
import Module from "node:module";
import path from "node:path";

/** By importing package: what serializes functions, and what drives the CLI from a program. */
const LATE: readonly string[] = ["@npmcli/arborist", "typescript", "./automation"];
const IMPORTER =
  /[\\/]@pulumi[\\/]pulumi[\\/](?:index|typescript-shim|tsutils|runtime[\\/]closure[\\/]\w+|cmd[\\/]run(?:-policy-pack)?[\\/]\w+)\.js$/;

/** What makes `require` compile TypeScript. */
interface Compiler {
  register(options: object): void;
}

/** What `require` calls. Node keeps both members for the tools that replace them. */
interface Loader {
  _load(request: string, parent: NodeJS.Module | undefined, isMain: boolean): object;
  _resolveFilename(request: string, parent: NodeJS.Module | undefined): string;
  readonly _extensions: Record<string, ((module: NodeJS.Module, file: string) => void) | undefined>;
}

const loader = Module as unknown as Loader;
const load = loader._load.bind(loader);

loader._load = (request, parent, isMain) => {
  const open = () => load(request, parent, isMain);
  if (!IMPORTER.test(parent?.filename ?? "")) {
    return open();
  }
  switch (request) {
    case "source-map-support/register":
      return {};
    case "ts-node":
      return {
        register: (options: object) => {
          compileLate(open as () => Compiler, options);
        },
      };
    default:
  }
  if (!LATE.includes(request)) {
    return open();
  }
  // A package that is not installed is missed at once, as ever: the SDK then takes its own copy.
  const file = loader._resolveFilename(request, parent);
  // Which version it is, the SDK asks at each start.
  const { version } =
    request === "typescript" ? (load(`${path.dirname(file)}/../package.json`, parent, false) as Version) : {};
  return late(open, version);
};

interface Version {
  readonly version?: string;
}

/** Registers a compiler when the first file in TypeScript is loaded. */
function compileLate(open: () => Compiler, options: object): void {
  const extensions = loader._extensions;
  for (const extension of [".ts", ".tsx"]) {
    extensions[extension] = (module, file) => {
      delete extensions[".ts"];
      delete extensions[".tsx"];
      open().register(options);
      extensions[extension]?.(module, file);
    };
  }
}

/** Stands for a module that is loaded when one of its members is asked for, other than its version if that is given. */
function late(open: () => object, version?: string): object {
  let loaded: object | undefined;
  const get = (): object => (loaded ??= open());
  return new Proxy(
    {},
    {
      // Compiled imports ask for this at once, and copy the members of a module that lacks it.
      get: (_, name) =>
        name === "__esModule" ||
        (name === "version" && version !== undefined ? version : (Reflect.get(get(), name) as unknown)),
      has: (_, name) => Reflect.has(get(), name),
      ownKeys: () => Reflect.ownKeys(get()),
      getOwnPropertyDescriptor: (_, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(get(), name);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
