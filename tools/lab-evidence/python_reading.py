"""Reads behaviors and lines ``Evidence: ...`` in Python.

Standard input: JSON, a list of objects with ``path`` and ``text``. Standard output: JSON, for each of them the sites
and notes that evidence.ts describes.
"""

import ast
import io
import json
import re
import sys
import tokenize

# What makes a refusal out of a status, a code, and a text.
ERRORS = ("_error", "AuthError")
MARKER = re.compile(r"Evidence:\s*(.*)")
ELEMENT = re.compile(r"<([A-Z]\w*)/?>(?!\()")  # Behind a "(" it is a pattern that reads.
# Elements around an answer, which each action has.
WRAPPER = re.compile(r"(Result|Response)$")


def read_all(sources):
    trees = [ast.parse(source["text"]) for source in sources]
    factories = {name for tree in trees for name in _factories(tree)}
    return [_Reader(source, tree, factories).read() for source, tree in zip(sources, trees)]


def _factories(tree):
    """Functions that answer nothing but refusals."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            returned = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)]
            if returned and all(isinstance(value, ast.Call) and _name(value.func) in ERRORS for value in returned):
                yield function.name


def _name(function):
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", None)


class _Reader:
    def __init__(self, source, tree, factories):
        self.path, self.text, self.tree, self.factories = source["path"], source["text"], tree, factories
        self.functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        self.sites, self.notes = [], []
        self.holders = {}  # by the line that a node begins at, the outermost first

    def read(self):
        self._visit(self.tree, [], None)
        self._read_comments()
        return {"sites": self.sites, "notes": self.notes}

    def _visit(self, node, within, function):
        if isinstance(node, ast.stmt):
            within = [self._hold(node), *within]
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Module):
            self._read_docstring(node, within)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            within, function = within[:1], node
            self._read_members(node)
        if self._is_refusal(node, function):
            # What a function says of itself is about its refusals only where it has nothing else to return.
            is_factory = function is None or function.name in self.factories
            self._add(node, "refusal", within if is_factory else within[:-1])
            return
        if isinstance(node, ast.Assign) and self._is_operation(node, function):
            self._add(node, "operation", within)
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values):
                inner = within if key is None else [self._hold(key), *within]
                if key is not None and function is not None and function.name == "close" and self._names_function(value):
                    self._add(key, "operation", inner)
                self._visit(value, inner, function)
            return
        for child in ast.iter_child_nodes(node):
            self._visit(child, within, function)

    def _hold(self, node):
        holder = f"{self.path} {node.lineno} {node.col_offset} {type(node).__name__}"
        self.holders.setdefault(node.lineno, holder)
        return holder

    def _read_members(self, function):
        """The elements of answers that *function* writes, in strings or, in a function for XML, by their names."""
        for node in ast.walk(function):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                names = ELEMENT.findall(node.value)
                if function.name.endswith("_xml"):
                    names += re.findall(r"^[A-Z][A-Za-z]+$", node.value)
                for name in names:
                    if not WRAPPER.search(name):
                        self.sites.append(
                            {"path": self.path, "line": node.lineno, "kind": "member", "text": name, "within": []})

    def _add(self, node, kind, within):
        text = re.sub(r"\s+", " ", ast.get_source_segment(self.text, node))
        self.sites.append({"path": self.path, "line": node.lineno, "kind": kind, "text": text, "within": within})

    def _is_refusal(self, node, function):
        if isinstance(node, ast.Raise):
            return isinstance(node.exc, ast.Call)
        if isinstance(node, ast.Dict):
            members = {key.value: value for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)}
            status = members.get("status")
            return isinstance(status, ast.Constant) and status.value >= 400
        if isinstance(node, ast.Call) and _name(node.func) == "_xml" and node.args:
            # A document that is not an answer of success.
            status = node.args[0]
            return isinstance(status, ast.Constant) and status.value >= 400
        if not isinstance(node, ast.Call) or (_name(node.func) not in ERRORS and _name(node.func) not in self.factories):
            return False
        parameters = [argument.arg for argument in function.args.args] if function else []
        hands_on = node.args and all(isinstance(argument, ast.Name) and argument.id in parameters for argument in node.args)
        return not hands_on

    def _is_operation(self, node, function):
        """Whether a function of a module is put in the place of one of the emulator's."""
        placed = any(isinstance(target, ast.Subscript | ast.Attribute) for target in node.targets)
        is_own = isinstance(node.value, ast.Dict)  # Its entries count one by one.
        return function is not None and function.name == "close" and placed and not is_own and self._names_function(node.value)

    def _names_function(self, value):
        return isinstance(value, ast.Lambda) or any(
            isinstance(inner, ast.Name) and inner.id in self.functions for inner in ast.walk(value))

    def _read_docstring(self, node, within):
        if ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            lines = first.value.value.split("\n")
            holder = within[0] if within else f"{self.path} module"
            self._read_lines(list(enumerate(lines, first.lineno)), holder)

    def _read_comments(self):
        block = []
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        for token in tokens:
            if token.type == tokenize.COMMENT and token.line.strip().startswith("#"):
                block.append((token.start[0], re.sub(r"^#+ ?", "", token.string)))
            elif token.type not in (tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.NEWLINE) and block:
                self._read_lines(block, self.holders.get(token.start[0]))
                block = []
        self._read_lines(block, None)

    def _read_lines(self, lines, holder):
        """Notes go on to the next note, an empty line, or the end."""
        note = None
        for number, line in lines:
            marked = MARKER.match(line.strip())
            if marked:
                note = {"path": self.path, "line": number, "text": marked[1], **({"holder": holder} if holder else {})}
                self.notes.append(note)
            elif not line.strip():
                note = None
            elif note is not None:
                note["text"] += f" {line.strip()}"


if __name__ == "__main__":
    json.dump(read_all(json.load(sys.stdin)), sys.stdout)
