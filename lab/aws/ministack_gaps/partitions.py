"""ARNs of another partition than ``aws``.

MiniStack writes ``arn:aws:`` into every ARN and compares with it in many
places. For another partition its modules are read with that one text replaced,
which reaches all of them; this comes before anything of MiniStack is imported.
"""

import importlib.machinery
import sys

_WRITTEN = b"arn:aws:"


class _Loader(importlib.machinery.SourceFileLoader):
    partition = ""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        source = self.get_data(path).replace(_WRITTEN, f"arn:{self.partition}:".encode())
        return self.source_to_code(source, path)


class _Finder(importlib.machinery.PathFinder):
    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if fullname.split(".")[0] not in ("ministack", "ministack_gaps"):
            return None
        spec = super().find_spec(fullname, path, target)
        if spec is not None and isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path)
        return spec


def close(partition):
    if partition != "aws":
        _Loader.partition = partition
        sys.meta_path.insert(0, _Finder)
