"""Gets a session when none is fresh: token, checks, STS, cache. Every way out goes through `Ending`."""
import os
import time

from . import VERSION, cache
from .ending import Ending
from .failure import Failure
from .messages import Message
from .notes import OLD_SESSION, Notes

# An SDK ends its credential_process after 60 s.
TOTAL_SECONDS = 48
# While an old session still works nobody should wait long for a new one.
TOTAL_SECONDS_WITH_SESSION = 10
TOTAL_SECONDS_WAITING = 300
# After a failed refresh the old session is served this long before the next attempt.
PAUSE_AFTER_FAILURE = 30
# Without one, clients start the helper up to four times for one request, each of which would fail as the first did. So
# a failure is repeated for this long,
REPEATED_SECONDS = 5
# or for twice the time that it took, up to this long.
REPEATED_SECONDS_AT_MOST = 15


def main(arguments, environ, folder, key, session):
    """Prints credentials and ends the process. `session` is what the cache has, no longer fresh, or None."""
    from . import options as command_line

    if arguments == ["--version"]:
        return _say("azure-to-aws %s\n" % VERSION)
    if arguments in (["--help"], ["-h"]):
        from .usage import USAGE

        return _say(USAGE)
    ending = Ending()
    try:
        profile = None
        if any(argument.partition("=")[0] == "--profile" for argument in arguments):
            arguments, profile = _of_profile(arguments, environ)
        options = command_line.parse(arguments, environ)
        started = time.time()
        ending.session = session
        seconds = _seconds(options, ending.session)
        deadline = time.monotonic() + seconds
        ending.limit(seconds + 1)
        if options.diagnose is not None:
            from . import diagnose

            works, report = diagnose.report(arguments, options, environ, deadline, profile)
            return ending.end(0 if works else 1, report)
        ending.notes = Notes(folder, key, environ)
        store, warning = _locked(folder, key, ending, options, started)
        session, warning = _refresh(options, environ, deadline, store, warning, ending)
    except Failure as failure:
        return ending.fail(failure)
    return ending.succeed(session, warning)


def _of_profile(arguments, environ):
    """(the arguments of the profile, and the others; the profile). Raises a Failure, also without --diagnose."""
    from . import profile

    name, others = profile.taken(arguments)
    if not any(argument.startswith("--diagnose") for argument in others):
        raise Failure(Message("profile-without-diagnose"), status=2)
    found = profile.find(name, environ)
    return found.arguments + others, found


def _say(text):
    os.write(1, text.encode("utf-8"))
    return 0


def _seconds(options, session):
    if options.wait:
        return TOTAL_SECONDS_WAITING
    return TOTAL_SECONDS_WITH_SESSION if session is not None and session.is_valid() else TOTAL_SECONDS


def _locked(folder, key, ending, options, started):
    """(store, None) once this process is the one that refreshes, or (None, a warning): credentials matter more.

    Ends here with what another caller achieved meanwhile, or with a failure of moments ago.
    """
    try:
        if folder is not None:
            return _store(folder, key, ending, options, started), None
        warning = Message("cache-no-home")
    except cache.Untrusted as error:
        warning = Message(error.code, path=error.path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        warning = Message("cache-unusable", path=ascii(folder), reason=reason)
    _repeat(ending, options, started, waited=False)
    return None, warning


def _store(folder, key, ending, options, started):
    from .store import Store

    store = Store(folder, key)
    alone = store.lock(shared=True)
    _share(store, ending, options, started)
    if not alone:
        # Nothing came of the other's attempt. One of those who waited for it makes the next one.
        store.lock(shared=False)
        _share(store, ending, options, started)
    return store


def _share(store, ending, options, started):
    """Ends here with what another caller achieved while this one waited for the lock."""
    session = ending.session = store.session()
    if session is not None:
        # What was got meanwhile is as new as it can be, even where no session stays fresh for long.
        new = store.waited and session.obtained >= int(started) and session.is_valid()
        if new or session.is_fresh():
            ending.end(0, session.document)
    _repeat(ending, options, started, store.waited)


def _repeat(ending, options, started, waited):
    """Ends here with the last failure if this process waited for it, or if it is too new to try again."""
    note = ending.notes.last()
    if note is None or not note.is_failure():
        return
    passing = note.kind == OLD_SESSION
    age = time.time() - note.when
    same = note.situation == ending.notes.situation
    waited_for = waited and same and note.when >= started and age >= 0
    old_session = passing and ending.session is not None and ending.session.is_valid()
    pause = PAUSE_AFTER_FAILURE if old_session else min(REPEATED_SECONDS_AT_MOST, max(REPEATED_SECONDS, 2 * note.took))
    # Whoever waits for a change wants to see it, and so does whoever changed something in the environment.
    if waited_for or (same and not options.wait and 0 <= age < pause):
        ending.repeat(Failure(note.text, passing=passing))


def _refresh(options, environ, deadline, store, warning, ending):
    """(session, warning). Raises Failure."""
    from .exchange import obtain

    try:
        session = obtain(options, environ, deadline)
    except Failure as failure:
        if failure.refused:
            ending.session = None
            if store is not None:
                store.purge()
        raise
    if store is not None:
        try:
            store.keep(session)
            store.sweep()
        except OSError as error:
            warning = Message("cache-not-written", reason=error.strerror or type(error).__name__)
    return session, warning
