import assert from "node:assert/strict";
import { judgeEvidence } from "../../../../tools/lab-evidence/evidence";
import { readPython } from "../../../../tools/lab-evidence/python-reading";

const TAG = "# Evidence: documentation A request is refused. Source: A page.";

/** Judges files of Python in one run of the parser, since each takes a process. */
function judge(texts: readonly string[]): readonly (readonly string[])[] {
  const readings = readPython(texts.map((text, index) => ({ path: `lab/aws/x${index}.py`, text })));
  return readings.map((reading) =>
    judgeEvidence([reading]).problems.map((line) => line.replace(/^lab\/aws\/x\d+\.py:/, "")),
  );
}

describe("behaviors in Python", () => {
  it("refusals, raised errors, statuses, and operations without a comment are reported", () => {
    const found = judge([
      `def f(p):\n    return iam._error(404, "NoSuchEntity", "No.")`,
      `def f(p):\n    raise Malformed("No.")`,
      `def f(p):\n    return iam._xml(418, "ErrorResponse", "")`,
      `async def f(send):\n    await send({"status": 404})`,
      `def f(p):\n    pass\n\n\ndef close():\n    handlers["A"] = f`,
      `def f(p):\n    pass\n\n\ndef close():\n    handlers.update({\n        "A": f,\n    })`,
      `def close():\n    iam.g = lambda: None`,
      `def no(m):\n    return iam._error(400, "No", m)  # none\n\n\ndef f(p):\n    return no("No.")`,
    ]);
    assert.deepEqual(
      found.map((problems) => problems.length),
      [1, 1, 1, 1, 1, 1, 1, 2],
    );
    assert.deepEqual(found[0], [
      `2: refusal without evidence: no evidence: iam._error(404, "NoSuchEntity", "No.")`,
    ]);
  });

  it("a comment at the statement or the entry counts, and one at a function that only refuses, or in its docstring", () => {
    const found = judge([
      `def f(p):\n    ${TAG}\n    return iam._error(404, "NoSuchEntity", "No.")`,
      `${TAG}\ndef f(p):\n    return iam._error(400, "No", "No.")`,
      `def f(p):\n    """Reads.\n\n    Evidence: report A request is refused. Source: public\n    logs.\n    """\n    return iam._error(400, "No", "No.")`,
      `def f(p):\n    ${TAG}\n    if p:\n        raise Malformed("No.")`,
      `def f(p):\n    pass\n\n\ndef close():\n    handlers.update({\n        ${TAG}\n        "A": f,\n    })`,
    ]);
    assert.deepEqual(found, [[], [], [], [], []]);
  });

  it("a comment does not count at the module or at another statement, and one covers one behavior", () => {
    const found = judge([
      `"""Reads.\n\nEvidence: report A request is refused. Source: public logs.\n"""\n\n\ndef f(p):\n    raise Malformed("No.")`,
      `def f(p):\n    ${TAG}\n    g()\n    raise Malformed("No.")`,
      `def f(p):\n    ${TAG}\n    if p:\n        raise Malformed("No.")\n        raise Malformed("Never.")`,
      `${TAG}\ndef f(p):\n    if p:\n        raise Malformed("No.")\n    return iam._xml(200, "A", "")`,
    ]);
    assert.deepEqual(
      found.map((problems) => problems.length),
      [1, 1, 2, 1],
    );
  });

  it("every element of an answer is named by a comment of the file", () => {
    const named = "    # Evidence: documentation A role has ``Role`` and `Arn`. Source: A page.\n";
    const found = judge([
      `def f(p):\n${named}    return iam._xml(200, "R", f"<FResult><Role>{p}<Arn/></Role></FResult>")`,
      `def f(p):\n${named}    return iam._xml(200, "R", f"<FResult><Role>{p}<Made/></Role></FResult>")`,
      `def a_xml(p):\n${named}    return "".join(f"<{tag}/>" for tag in ("Arn", "Made"))`,
      `def f(p):\n    return re.search("<Message>(.*?)</Message>", p)`,
    ]);
    assert.deepEqual(found, [
      [],
      ["3: no evidence of this file names the member `Made`"],
      ["3: no evidence of this file names the member `Made`"],
      [],
    ]);
  });

  it("a number of an issue stays at the beginning of a line", () => {
    const text = "# Evidence: log A request is refused. Source: owner/repo\n# #1.\ndef f(p):\n    pass";
    assert.deepEqual(judge([text]), [[]]);
  });

  it("errors that are passed on, answers that succeed, and values that are no functions need none", () => {
    const found = judge([
      `def f(p):\n    try:\n        g()\n    except ValueError:\n        raise`,
      `async def f(send):\n    await send({"status": 204})`,
      `def close(partition):\n    Loader.partition = partition`,
      `def _error(status, code, message):\n    return sts._error(status, code, message, ns="sts")`,
    ]);
    assert.deepEqual(found, [[], [], [], []]);
  });

  it("a comment that is at nothing is reported", () => {
    assert.deepEqual(judge([`def f(p):\n    pass\n${TAG}\n`]), [
      ["3: the evidence is at no statement, declaration, or property"],
    ]);
  });
});
