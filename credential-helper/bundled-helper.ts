/** The credential helper as it is delivered: one file. */
import { helperFiles, helperFront } from "./helper-files";

const search = /^# The folder of the modules[^]*?^sys\.path\.append\(.*\)$/m;

/**
 * The credential helper as one Python file: the modules stand in it as text, each line of theirs in a line of its own,
 * so that a reviewer can compare. Each start compiles the modules that it uses.
 *
 * On a VM, the install script makes it executable. Elsewhere, a file comes from a secret, a ConfigMap or a package and cannot
 * be made executable: start it with `python3 -IBS <file>`, as {@link renderAwsConfig} does when `interpreter` is given.
 *
 * @returns Python text of about 170 KB, ending with a newline. It holds no secret.
 */
export function bundledHelper(): string {
  const front = helperFront();
  const modules = helperFiles().filter(({ path }) => path !== front.path);
  if (!search.test(front.text)) {
    throw new Error(`${front.path} has no line that looks for its modules; reinstall the package`);
  }
  return front.text.replace(search, () => [sources(modules), importer].join("\n"));
}

function sources(modules: readonly { readonly path: string; readonly text: string }[]): string {
  const entries = modules.map(({ path, text }) => {
    const lines = text.split(/(?<=\n)/).map((line) => `        ${pythonText(line)}`);
    return [`    ${pythonText(path)}: (`, ...(lines.length > 0 ? lines : ['        ""']), "    ),"].join(
      "\n",
    );
  });
  return ["# The modules: path and text.", "SOURCES = {", ...entries, "}", ""].join("\n");
}

/** A JSON string of ASCII characters is a string of Python too, with the same value. */
function pythonText(text: string): string {
  return JSON.stringify(text);
}

const importer = `
class Modules:
    """Imports what is in SOURCES. Asked last, so that nothing there can stand in for the standard library."""

    @staticmethod
    def path(name):
        path = name.replace(".", "/")
        return next((each for each in (path + "/__init__.py", path + ".py") if each in SOURCES), None)

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        found = cls.path(name)
        return found and type(sys.__spec__)(name, cls, origin=found, is_package=found.endswith("__init__.py"))

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        origin = module.__spec__.origin
        exec(compile(SOURCES[origin], origin, "exec"), module.__dict__)


sys.meta_path.append(Modules)`;
