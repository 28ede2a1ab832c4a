"""--diagnose: goes every step of a refresh, tells what it found, and gives no credentials away."""
import json
import os

from . import VERSION, cache, checks, endpoint, exchange, sources, sts
from . import claims as token_claims
from .failure import Failure, one_line
from .notes import Notes
from .times import utc


def report(arguments, options, environ, folder, deadline):
    """(whether it works, the report as bytes). The cache is looked at, but neither used nor filled."""
    found = _collect(arguments, options, environ, folder, deadline)
    if options.diagnose == "json":
        text = json.dumps(found, indent=2)
    else:
        from .report import render

        text = render(found)
    return found["works"], (text + "\n").encode("ascii", "backslashreplace")


def _collect(arguments, options, environ, folder, deadline):
    # What the same command line without --diagnose would find.
    asked = [argument for argument in arguments if not argument.startswith("--diagnose")]
    found = {
        "version": 1,
        "helper": "azure-to-aws/" + VERSION,
        "works": False,
        "trusted": {
            "roleArn": options.role_arn,
            "issuer": options.issuer,
            "audience": options.audience,
            "clientId": options.client_id,
            "subject": options.subject,
        },
        "source": _source(options, environ),
        "token": {"claims": None, "problem": None},
        "checks": [],
        "sts": {"asked": False, "endpoint": None, "session": None, "arn": None, "expires": None, "problem": None},
        "cache": _cache(asked, environ, folder),
        "notes": _notes(asked, environ, folder),
    }
    try:
        _, source = sources.choose(options, environ)
        token = source.token(options, environ, exchange.token_deadline(deadline))
        claims = token_claims.read(token)
    except Failure as failure:
        found["token"]["problem"] = str(failure)
        return found
    found["token"]["claims"] = {name: _safe(value, token) for name, value in claims.shown.items()}
    judged = checks.judge(claims, options)
    found["checks"] = [
        {
            "name": check.name,
            "verdict": check.verdict,
            "found": _safe(check.found, token),
            "trusted": check.wanted,
            "remedy": check.remedy,
        }
        for check in judged
    ]
    found["checks"].append(_assignment(claims))
    name = options.session_name or exchange.session_name(source.host_name(environ), claims.token_id)
    accepted = _ask(found["sts"], options, claims, token, name, environ, deadline)
    found["works"] = accepted and all(check.verdict != "differs" for check in judged)
    return found


def _source(options, environ):
    passed_over = {}
    for name, module in sources.SOURCES:
        reason = sources.unfit(name, module, options, environ)
        if reason is not None:
            passed_over[name] = reason
            continue
        try:
            place, problem = str(module.place(environ)), None
        except Failure as failure:
            place, problem = None, str(failure)
        by = "--source" if options.source else "itself"
        return {"name": name, "foundBy": by, "place": place, "problem": problem, "passedOver": passed_over}
    return {"name": None, "foundBy": None, "place": None, "problem": None, "passedOver": passed_over}


def _assignment(claims):
    check = {"name": "app role (roles)", "verdict": "ok", "found": claims.has_roles, "trusted": None, "remedy": None}
    if not claims.has_roles:
        check["verdict"] = "unchecked"
        check["remedy"] = checks.age_remark(claims)[2:] or (
            "the token carries no app role: the application may not require an assignment, or the token is not Entra's"
        )
    return check


def _ask(answer, options, claims, token, name, environ, deadline):
    """Whether AWS gives a session. It is asked even where a check found a difference: its word is the last."""
    answer["session"] = name
    try:
        answer["endpoint"] = str(endpoint.sts(environ, options.region))
        answer["asked"] = True
        granted = sts.assume_role(options, claims, token, name, environ, deadline)
    except Failure as failure:
        answer["problem"] = str(failure)
        return False
    answer["arn"] = None if granted.arn is None else one_line(granted.arn, token, 300)
    answer["expires"] = utc(granted.expires)
    return True


def _notes(arguments, environ, folder):
    """What went wrong lately, oldest first."""
    notes = Notes(folder, cache.key(arguments, environ), environ).all()
    return [{"time": utc(note.when), "kind": note.kind, "text": note.text} for note in notes]


def _cache(arguments, environ, folder):
    key = cache.key(arguments, environ)
    state = {"folder": folder, "file": cache.file_name(key), "state": "empty", "problem": None}
    state.update({"obtained": None, "freshUntil": None, "expires": None})
    if folder is None:
        return dict(state, state="unusable", problem="there is no home folder: give --cache-dir")
    try:
        descriptor = cache.open_folder(folder)
    except FileNotFoundError:
        return state
    except cache.Untrusted as error:
        return dict(state, state="unusable", problem=str(error))
    except (OSError, ValueError) as error:
        return dict(state, state="unusable", problem=getattr(error, "strerror", None) or "no path")
    try:
        session = cache.read_in(descriptor, key)
        names = os.listdir(descriptor)
    finally:
        os.close(descriptor)
    if session is None:
        if state["file"] in names:
            return dict(state, state="damaged", problem="the file is damaged, foreign or readable by others: a miss")
        return state
    state["state"] = "fresh" if session.is_fresh() else "valid" if session.is_valid() else "ended"
    times = {"obtained": session.obtained, "freshUntil": session.fresh_until, "expires": session.expires}
    state.update({name: utc(seconds) for name, seconds in times.items()})
    return state


def _safe(value, token):
    """A claim as a report may show it: of the shape it had, its texts printable and short."""
    if isinstance(value, str):
        return one_line(value, token, 300)
    if isinstance(value, list):
        return [_safe(item, token) for item in value[:50]]
    # JSON has no word for infinity and the like.
    plain = value is None or (isinstance(value, (int, float)) and abs(value) < 1e15)
    return value if plain else "(not shown)"
