"""How the process ends: once, with credentials or with one line that says why not."""
import _thread
import os
import time

from . import notes
from .failure import Failure
from .messages import Message


class Ending:
    """What goes to stdout and stderr at the end, once: from the work or from its time limit, the first of the two."""

    def __init__(self):
        self._once = _thread.allocate_lock()
        self.session = None
        # Where failures and warnings are kept, once it is known what was asked for.
        self.notes = None

    def end(self, status, out=b"", message=None):
        """Writes and ends the process.

        A message next to credentials is for a person at a terminal alone: some clients read stderr as a part of stdout,
        and then take the message for broken credentials.
        """
        if not self._once.acquire(False):
            # The other thread is about to end the process.
            time.sleep(60)
        try:
            if message and (not out or os.isatty(2)):
                os.write(2, ("azure-to-aws: %s\n" % message).encode("utf-8", "replace"))
        except OSError:
            pass
        try:
            while out:
                out = out[os.write(1, out) :]
        except OSError:
            status = 1
        os._exit(status)

    def limit(self, seconds):
        """Ends the process after so many seconds, whatever it is doing then."""
        _thread.start_new_thread(self._limit, (seconds,))

    def _limit(self, seconds):
        time.sleep(seconds)
        self.fail(Failure(Message("helper-gave-up", seconds=int(seconds)), passing=True))

    def succeed(self, session, warning=None):
        """Ends with a new session. The warning, a Message, is noted."""
        if self.notes is not None:
            self.notes.add_success()
            if warning is not None:
                self.notes.add(notes.WARNING, str(warning))
        self.end(0, session.document, warning and "warning: %s" % warning)

    def fail(self, failure):
        """Notes the failure and ends with it, or with the old session if the failure passes and that is valid."""
        if self.notes is not None:
            kind = notes.OLD_SESSION if self._old_session_serves(failure) else notes.FAILED
            self.notes.add(kind, str(failure))
        self.repeat(failure)

    def repeat(self, failure):
        """As fail, for a failure that is noted already."""
        if self._old_session_serves(failure):
            left = (self.session.expires - time.time()) / 60
            warning = "warning: %s" % Message("session-not-renewed", minutes=int(left), failure=failure)
            self.end(0, self.session.document, warning)
        self.end(failure.status, b"", str(failure))

    def _old_session_serves(self, failure):
        return failure.passing and self.session is not None and self.session.is_valid()
