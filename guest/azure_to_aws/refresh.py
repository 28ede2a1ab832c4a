"""Gets a session when none is fresh: token, checks, STS, cache. Every way out goes through `Ending`."""
import os
import time

from . import VERSION, cache
from .ending import Ending
from .failure import Failure

# An SDK kills its credential_process after 60 s.
TOTAL_SECONDS = 48
# While an old session still works nobody should wait long for a new one.
TOTAL_SECONDS_WITH_SESSION = 10
TOTAL_SECONDS_WAITING = 300
# After a failed refresh the old session is served this long before the next attempt.
PAUSE_AFTER_FAILURE = 30


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
        options = command_line.parse(arguments, environ)
        started = time.time()
        ending.session = session
        seconds = _seconds(options, ending.session)
        deadline = time.monotonic() + seconds
        ending.limit(seconds + 1)
        if options.diagnose is not None:
            from . import diagnose

            works, report = diagnose.report(arguments, options, environ, folder, deadline)
            return ending.end(0 if works else 1, report)
        store, warning = _locked(folder, key, ending, started)
        document = _refresh(options, environ, deadline, store, warning, ending)
    except Failure as failure:
        return ending.fail(failure)
    return ending.end(0, document[0], document[1])


def _say(text):
    os.write(1, text.encode("utf-8"))
    return 0


def _seconds(options, session):
    if options.wait:
        return TOTAL_SECONDS_WAITING
    return TOTAL_SECONDS_WITH_SESSION if session is not None and session.is_valid() else TOTAL_SECONDS


def _locked(folder, key, ending, started):
    """(store, None) once this process is the one that refreshes, or (None, a warning): credentials matter more.

    Ends here with what another caller achieved meanwhile.
    """
    from .store import Store

    if folder is None:
        return None, "warning: no cache, since there is no home folder: give --cache-dir"
    try:
        store = Store(folder, key)
        alone = store.lock(shared=True)
        _share(store, ending, started)
        if not alone:
            # Nothing came of the other's attempt. One of those who waited for it makes the next one.
            store.lock(shared=False)
            _share(store, ending, started)
        return store, None
    except cache.Untrusted as error:
        return None, "warning: no cache: %s; remove it or give another --cache-dir" % error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return None, "warning: no cache in %s (%s): every call opens a new session" % (ascii(folder), reason)


def _share(store, ending, started):
    """Ends here with what another caller achieved while this one waited for the lock."""
    session = ending.session = store.session()
    if session is not None:
        # What was got meanwhile is as new as it can be, even where no session stays fresh for long.
        new = store.waited and session.obtained >= int(started) and session.is_valid()
        if new or session.is_fresh():
            ending.end(0, session.document)
    noted = store.noted_failure()
    if noted is None:
        return
    when, passing, message = noted
    waited_for = store.waited and when >= started
    spared = passing and ending.session is not None and 0 <= time.time() - when < PAUSE_AFTER_FAILURE
    if waited_for or (spared and ending.session.is_valid()):
        ending.fail(Failure(message, passing=passing))


def _refresh(options, environ, deadline, store, warning, ending):
    """(document, warning). Raises Failure, noted for those who wait."""
    from .exchange import obtain

    try:
        session = obtain(options, environ, deadline)
    except Failure as failure:
        if failure.refused:
            ending.session = None
        if store is not None:
            if failure.refused:
                store.purge()
            store.note_failure(str(failure), failure.passing)
        raise
    if store is not None:
        store.note_failure(None, False)
        try:
            store.keep(session)
            store.sweep()
        except OSError as error:
            warning = "warning: the session is not kept in the cache (%s)" % (error.strerror or type(error).__name__)
    return session.document, warning
