"""--diagnose: goes through every step of a refresh, reports what it found, and prints no credentials."""
import json
import os
import sys
from shlex import quote

from . import VERSION, advice, checks, endpoint, exchange, front, sources, sts
from . import claims as token_claims
from .failure import Failure, one_line
from .messages import Message
from .notes import Notes
from .times import utc


def report(arguments, options, environ, deadline, profile):
    """(whether it works, the report as bytes). The cache is inspected, but neither used nor filled.

    `profile`: the profile that the arguments come from, or None.
    """
    found = _collect(arguments, options, environ, deadline, profile)
    if options.diagnose == "json":
        text = json.dumps(found, indent=2)
    else:
        from .report import render

        text = render(found)
    return found["works"], (text + "\n").encode("ascii", "backslashreplace")


def _collect(arguments, options, environ, deadline, profile):
    # What the same command line without --diagnose would find.
    asked = [argument for argument in arguments if not argument.startswith("--diagnose")]
    folder = front.cache_folder(asked, environ)
    found = {
        "version": 2,
        "helper": "azure-to-aws/" + VERSION,
        "profile": profile and {"name": profile.name, "file": profile.file},
        "works": False,
        "expected": {
            "roleArn": options.role_arn,
            "issuer": options.issuer,
            "audience": options.audience,
            "clientId": options.client_id,
            "subject": options.subject,
            "region": options.region,
        },
        "source": _source(options, environ),
        "token": {"claims": None, "problem": None},
        "checks": [],
        "sts": {"asked": False, "endpoint": None, "session": None, "arn": None, "expires": None, "problem": None},
        "cache": _cache(asked, environ, folder),
        "notes": _notes(asked, environ, folder),
    }
    found["conclusion"] = _go(found, _again(asked, profile), options, environ, deadline)
    return found


def _again(asked, profile):
    """The command that prints this report."""
    program = quote(sys.argv[0])
    # The helper as one file need not be executable.
    command = program if os.access(sys.argv[0], os.X_OK) else "%s -IBS %s" % (quote(sys.executable), program)
    words = asked if profile is None else ["--profile", profile.name]
    return " ".join([command, "--diagnose"] + [quote(word) for word in words])


def _go(found, again, options, environ, deadline):
    """Asks for a token and for a session, fills in what happened, and returns the conclusion."""
    try:
        _, source = sources.choose(options, environ)
        token = source.token(options, environ, exchange.token_deadline(deadline))
        claims = token_claims.read(token)
    except Failure as failure:
        found["token"]["problem"] = str(failure)
        return advice.failed(failure.messages[0], found, again, asked_sts=False)
    found["token"]["claims"] = {name: _safe(value, token) for name, value in claims.shown.items()}
    judged = checks.judge(claims, options)
    found["checks"] = [
        {
            "name": check.name,
            "verdict": check.verdict,
            "found": _safe(check.found, token),
            "expected": check.wanted,
            "remedy": check.remedy if check.message is None else str(check.message),
        }
        for check in judged + [_assignment(claims)]
    ]
    differences = [check.message for check in judged if check.message is not None]
    name = options.session_name or exchange.session_name(source.host_name(environ), claims.token_id)
    refusal = _ask(found["sts"], options, claims, token, name, environ, deadline)
    if refusal is not None and differences and refusal.refused:
        # Its explanation would be of a role that trusts this token, which the command line does not expect.
        refusal = Failure(Message("sts-refused-too", reply=refusal.messages[0].fields["reply"]))
    found["sts"]["problem"] = refusal and str(refusal)
    found["works"] = refusal is None and not differences
    if found["works"]:
        return advice.works(found)
    if refusal is None:
        return advice.accepted(differences, found, again)
    return advice.failed((differences or refusal.messages)[0], found, again, asked_sts=not differences)


def _source(options, environ):
    skipped = {}
    for name, module in sources.SOURCES:
        reason = sources.unfit(name, module, options, environ)
        if reason is not None:
            skipped[name] = reason
            continue
        try:
            place, problem = str(module.place(environ)), None
        except Failure as failure:
            place, problem = None, str(failure)
        by = "--source" if options.source else "detection"
        return {"name": name, "foundBy": by, "place": place, "problem": problem, "skipped": skipped}
    return {"name": None, "foundBy": None, "place": None, "problem": None, "skipped": skipped}


def _assignment(claims):
    if claims.has_roles:
        return checks.Check("app role (roles)", True, None, "ok")
    remark = checks.age_remark(claims).strip() or (
        "The token has no app role. Either the application does not require an assignment, or the token is not Entra's."
    )
    return checks.Check("app role (roles)", False, None, "unchecked", remedy=remark)


def _ask(answer, options, claims, token, name, environ, deadline):
    """The Failure if AWS gives no session. It is asked even if a check found a difference: only AWS knows the role."""
    answer["session"] = name
    try:
        answer["endpoint"] = str(endpoint.sts(environ, options.region))
        answer["asked"] = True
        granted = sts.assume_role(options, claims, token, name, environ, deadline)
    except Failure as failure:
        return failure
    answer["arn"] = None if granted.arn is None else one_line(granted.arn, token, 300)
    answer["expires"] = utc(granted.expires)
    return None


def _notes(arguments, environ, folder):
    """Recent failures and warnings, oldest first."""
    notes = Notes(folder, front.key_of(arguments, environ), environ).all()
    return [{"time": utc(note.when), "kind": note.kind, "text": note.text} for note in notes]


def _cache(arguments, environ, folder):
    key = front.key_of(arguments, environ)
    state = {"folder": folder, "file": front.file_name(key), "state": "empty", "problem": None}
    state.update({"obtained": None, "freshUntil": None, "expires": None})
    if folder is None:
        return dict(state, state="unusable", problem=str(Message("cache-no-home")))
    try:
        descriptor = front.open_folder(folder)
    except FileNotFoundError:
        return state
    except front.Untrusted as error:
        return dict(state, state="unusable", problem=str(Message(error.code, path=error.path)))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid path"
        return dict(state, state="unusable", problem=str(Message("cache-unusable", path=ascii(folder), reason=reason)))
    try:
        session = front.read_in(descriptor, key)
        names = os.listdir(descriptor)
    finally:
        os.close(descriptor)
    if session is None:
        if state["file"] in names:
            return dict(state, state="damaged", problem=str(Message("cache-file-damaged")))
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
    # JSON has no infinity.
    plain = value is None or (isinstance(value, (int, float)) and abs(value) < 1e15)
    return value if plain else "(not shown)"
