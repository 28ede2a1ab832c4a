"""The report of --diagnose as a person reads it."""
from .times import utc


def render(found):
    """The text of a report that diagnose.py collected."""
    blocks = [
        ["%s for %s" % (found["helper"].replace("/", " "), found["trusted"]["roleArn"])],
        _source(found["source"]),
        _token(found["token"]),
        ["Trusted by the role, as given"] + _table(found["trusted"], ("issuer", "audience", "clientId", "subject")),
        _checks(found["checks"]),
        _sts(found["sts"]),
        _cache(found["cache"]),
        _notes(found["notes"]),
        ["Verdict: " + ("it works" if found["works"] else "it does not work: see what is marked with !")],
    ]
    return "\n\n".join("\n".join(block) for block in blocks)


def _source(source):
    if source["name"] is None:
        lines = ["Source of the Azure token", "! none"]
    else:
        lines = ["Source of the Azure token", "  %(name)s at %(place)s, found by %(foundBy)s" % source]
    if source["problem"]:
        lines.append("! " + source["problem"])
    return lines + ["  not %s: %s" % pair for pair in source["passedOver"].items()]


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
    if not checks:
        return ["Checks", "  none: there is no token"]
    lines = ["Checks"]
    for check in checks:
        mark = "!" if check["verdict"] == "differs" else " "
        lines.append("%s %-9s %s" % (mark, check["verdict"], check["name"]))
        if check["verdict"] == "differs" and check["trusted"] is not None:
            lines.append("            the token has %s" % check["found"])
            lines.append("            the role trusts %s" % check["trusted"])
        if check["remedy"]:
            lines.append("            " + check["remedy"])
    return lines


def _sts(sts):
    if sts["problem"]:
        return ["AWS STS", "! " + sts["problem"]]
    if not sts["asked"]:
        return ["AWS STS", "  not asked: there is no token"]
    return ["AWS STS", "  %s gave a session until %s" % (sts["endpoint"], sts["expires"]), "  as %s" % sts["arn"]]


def _cache(cache):
    lines = ["Cache", "  %s: %s" % (cache["folder"], cache["state"])]
    if cache["problem"]:
        lines[1] = "! %s: %s" % (cache["folder"], cache["problem"])
    if cache["expires"]:
        lines.append("  session of %(obtained)s, fresh until %(freshUntil)s, ends %(expires)s" % cache)
    return lines


def _notes(notes):
    if not notes:
        return ["Earlier calls", "  no failure and no warning noted"]
    return ["Earlier calls"] + ["  %s %s" % (note["time"], _noted(note)) for note in notes]


def _noted(note):
    kind = note["kind"].replace("-", " ")
    return "%s: %s" % (kind, note["text"]) if note["text"] else kind
