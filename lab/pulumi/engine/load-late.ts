/**
 * Loaded first in Node processes of the engine: programs, policy packs, and plugins. They use little of Pulumi's SDK, and
 * loading the rest is half of their start. Here it waits until something uses it.
 */
import Module from "node:module";

/** By importing package: what serializes functions, and what drives the CLI from a program. */
const LATE: readonly string[] = ["@npmcli/arborist", "typescript", "./automation"];
const IMPORTER =
  /[\\/]@pulumi[\\/]pulumi[\\/](?:index|typescript-shim|tsutils|runtime[\\/]closure[\\/]\w+)\.js$/;

/** What `require` calls. Node keeps both members for the tools that replace them. */
interface Loader {
  _load(request: string, parent: NodeJS.Module | undefined, isMain: boolean): object;
  _resolveFilename(request: string, parent: NodeJS.Module | undefined): string;
}

const loader = Module as unknown as Loader;
const load = loader._load.bind(loader);

loader._load = (request, parent, isMain) => {
  if (!LATE.includes(request) || !IMPORTER.test(parent?.filename ?? "")) {
    return load(request, parent, isMain);
  }
  // A package that is not installed is missed at once, as ever: the SDK then takes its own copy.
  loader._resolveFilename(request, parent);
  return late(() => load(request, parent, isMain));
};

/** Stands for a module that is loaded when one of its members is asked for. */
function late(open: () => object): object {
  let loaded: object | undefined;
  const get = (): object => (loaded ??= open());
  return new Proxy(
    {},
    {
      // Compiled imports ask for this at once, and copy the members of a module that lacks it.
      get: (_, name) => name === "__esModule" || (Reflect.get(get(), name) as unknown),
      has: (_, name) => Reflect.has(get(), name),
      ownKeys: () => Reflect.ownKeys(get()),
      getOwnPropertyDescriptor: (_, name) => {
        const descriptor = Reflect.getOwnPropertyDescriptor(get(), name);
        return descriptor && { ...descriptor, configurable: true };
      },
    },
  );
}
