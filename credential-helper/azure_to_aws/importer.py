"""Imports the modules of the delivered file, in which they are text."""
import sys

# importlib.machinery has it too, but would have to be imported.
ModuleSpec = type(sys.__spec__)


class Importer:
    """texts: the text of each module by its path."""

    def __init__(self, texts):
        self._texts = texts

    def find_spec(self, name, path=None, target=None):
        origin = self._origin(name)
        return origin and ModuleSpec(name, self, origin=origin, is_package=origin.endswith("__init__.py"))

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        origin = self._origin(module.__name__)
        exec(compile(self._texts[origin], origin, "exec"), module.__dict__)

    def _origin(self, name):
        path = name.replace(".", "/")
        return next((each for each in (path + "/__init__.py", path + ".py") if each in self._texts), None)


def provide(texts, front):
    """Makes the modules importable. front: the one that is loaded already."""
    # Asked last, so that nothing there can stand in for the standard library.
    sys.meta_path.append(Importer(texts))
    sys.modules["azure_to_aws.front"] = front
