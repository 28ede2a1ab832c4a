"""The report of --diagnose as a person reads it."""
from .times import utc

# How each kind of note reads.
KINDS = {
    "failed": "failed",
    "old-session-served": "used the old session",
    "warning": "warning",
    "recovered": "worked again",
}


def render(found):
    """The text of a report that diagnose.py collected. Its last line is the next command."""
    blocks = [
        _head(found),
        _source(found["source"]),
        _token(found["token"]),
        ["Expected by the command line"] + _table(found["expected"], ("issuer", "audience", "clientId", "subject")),
        _checks(found["checks"]),
        _sts(found),
        _cache(found["cache"]),
        _notes(found["notes"]),
        _result(found),
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _head(found):
    lines = ["%s for %s" % (found["helper"].replace("/", " "), found["expected"]["roleArn"])]
    if found["profile"]:
        lines.append("command line of profile %(name)s in %(file)s" % found["profile"])
    return lines


def _source(source):
    lines = ["Source of the Azure token"]
    if source["name"] is None:
        lines.append("! none")
    elif source["place"] is not None:
        lines.append("  %(name)s at %(place)s, chosen by %(foundBy)s" % source)
    else:
        # The token's block has the reason.
        lines.append("! %(name)s, chosen by %(foundBy)s, but without a usable address" % source)
    return lines + ["  not %s: %s" % pair for pair in source["skipped"].items()]


def _token(token):
    if token["problem"]:
        return ["Token", "! " + token["problem"]]
    return ["Token, its claims"] + _table(token["claims"], token["claims"])


def _table(values, names):
    return ["  %-9s %s" % (name, _shown(name, values[name])) for name in names]


def _shown(name, value):
    if value is None:
        return "not given"
    if name in ("iat", "nbf", "exp") and isinstance(value, (int, float)) and 0 <= value < 1e11:
        return utc(value)
    return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)


def _checks(checks):
    lines = ["Token against the command line"]
    if not checks:
        return lines + ["  not compared: there is no token"]
    for check in checks:
        mark = "!" if check["verdict"] == "differs" else " "
        lines.append("%s %-9s %s" % (mark, check["verdict"], check["name"]))
        if check["remedy"]:
            lines.append("            " + check["remedy"])
    return lines


def _sts(found):
    sts = found["sts"]
    lines = ["AWS STS, which alone knows what the role trusts"]
    if sts["problem"]:
        return lines + ["! " + sts["problem"]]
    if not sts["asked"]:
        return lines + ["  not asked: there is no token"]
    return lines + [
        "  %s accepted the token: a session until %s" % (sts["endpoint"], sts["expires"]),
        "  as %s" % sts["arn"],
    ]


def _cache(cache):
    lines = ["Cache", "  %s: %s" % (cache["folder"], cache["state"])]
    if cache["problem"]:
        lines[1] = "! %s: %s" % (cache["folder"], cache["problem"])
    if cache["expires"]:
        lines.append("  session of %(obtained)s, fresh until %(freshUntil)s, ends %(expires)s" % cache)
    return lines


def _notes(notes):
    lines = ["Earlier calls, which may no longer apply"]
    if not notes:
        return lines + ["  no failure and no warning noted"]
    return lines + ["  %s %s" % (note["time"], _noted(note)) for note in notes]


def _noted(note):
    kind = KINDS[note["kind"]]
    return "%s: %s" % (kind, note["text"]) if note["text"] else kind


def _result(found):
    conclusion = found["conclusion"]
    lines = ["Result: " + conclusion["result"]]
    if not found["works"] and found["cache"]["state"] == "fresh":
        lines.append("Until %s, calls still get the session of the cache." % found["cache"]["freshUntil"])
    if conclusion["waiting"]:
        lines.append(conclusion["waiting"])
    return lines + ["Next, %s:" % conclusion["where"], "  " + conclusion["command"]]
