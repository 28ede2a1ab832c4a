"""Gets a session when none is fresh: token, checks, STS, cache. Every way out goes through `Ending`."""
import os
import time

from . import VERSION, front
from .ending import Ending
from .failure import Failure
from .messages import Message
from .notes import OLD_SESSION, Notes, fallbacks

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
        question = Question(folder, key, environ, options, started)
        store, warning = _locked(question, ending)
        session, warning = _refresh(question, deadline, store, warning, ending)
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


class Question:
    """What is asked for, and where its session may be kept. folder: the cache folder, or None; started: by the clock."""

    def __init__(self, folder, key, environ, options, started):
        self.folder = folder
        self.key = key
        self.environ = environ
        self.options = options
        self.started = started
        # Without a usable cache, processes still share one session, or all of them would ask Azure and STS at once.
        self.fallbacks = fallbacks(environ)

    def fallback_stores(self, make):
        """The stores in fallback folders that are usable, one after the other. make: whether to make missing folders."""
        from .store import Store

        for place in self.fallbacks:
            try:
                if not os.path.lexists(place):
                    if not make:
                        continue
                    os.mkdir(place, 0o700)
                yield Store(place, self.key)
            except (OSError, ValueError, front.Untrusted):
                continue

    def kept_elsewhere(self):
        """The session in a fallback folder, or None."""
        found = [front.read(place, self.key) for place in self.fallbacks]
        return next((session for session in found if session is not None), None)


def _locked(question, ending):
    """(store, None) once this process is the one that refreshes, or (store or None, a warning): credentials matter more.

    Ends here with what another caller achieved meanwhile, or with a failure of moments ago.
    """
    from .store import Store

    folder = question.folder
    try:
        if folder is not None:
            return _alone(Store(folder, question.key), question, ending), None
        warning = Message("cache-no-home")
    except front.Untrusted as error:
        warning = Message(error.code, path=error.path)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        warning = Message("cache-unusable", path=ascii(folder), reason=reason)
    for store in question.fallback_stores(make=True):
        try:
            return _alone(store, question, ending, warning), warning
        except (OSError, front.Untrusted):
            continue
    _repeat(ending, question, waited=False)
    return None, warning


def _alone(store, question, ending, warning=None):
    alone = store.lock(shared=True)
    _share(store, question, ending, warning)
    if not alone:
        # Nothing came of the other's attempt. One of those who waited for it makes the next one.
        store.lock(shared=False)
        _share(store, question, ending, warning)
    return store


def _share(store, question, ending, warning):
    """Ends here with what another caller achieved while this one waited for the lock."""
    session = ending.session = store.session() or question.kept_elsewhere()
    if session is not None:
        # What was got meanwhile is as new as it can be, even where no session stays fresh for long.
        new = store.waited and session.obtained >= int(question.started) and session.is_valid()
        if new or session.is_fresh():
            ending.end(0, session.document, warning and "warning: %s" % warning)
    _repeat(ending, question, store.waited)


def _repeat(ending, question, waited):
    """Ends here with the last failure if this process waited for it, or if it is too new to try again."""
    note = ending.notes.last()
    if note is None or not note.is_failure():
        return
    passing = note.kind == OLD_SESSION
    age = time.time() - note.when
    same = note.situation == ending.notes.situation
    waited_for = waited and same and note.when >= question.started and age >= 0
    old_session = passing and ending.session is not None and ending.session.is_valid()
    pause = PAUSE_AFTER_FAILURE if old_session else min(REPEATED_SECONDS_AT_MOST, max(REPEATED_SECONDS, 2 * note.took))
    # A user who waits for a change wants to see it, and so does one who changed the environment.
    if waited_for or (same and not question.options.wait and 0 <= age < pause):
        ending.repeat(Failure(note.text, passing=passing))


def _refresh(question, deadline, store, warning, ending):
    """(session, warning). Raises Failure."""
    from .exchange import obtain

    try:
        session = obtain(question.options, question.environ, deadline)
    except Failure as failure:
        if failure.refused:
            ending.session = None
            if store is not None:
                store.purge()
            for kept in question.fallback_stores(make=False):
                kept.purge()
        raise
    if store is not None:
        try:
            store.keep(session)
            store.sweep()
        except OSError as error:
            warning = Message("cache-not-written", reason=error.strerror or type(error).__name__)
            _keep_elsewhere(session, question)
    return session, warning


def _keep_elsewhere(session, question):
    for store in question.fallback_stores(make=True):
        try:
            return store.keep(session)
        except OSError:
            continue
