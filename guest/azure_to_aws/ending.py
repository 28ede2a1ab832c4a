"""How the process ends: once, with credentials or with one line that says why not."""
import _thread
import os
import time

from .failure import Failure


class Ending:
    """What goes to stdout and stderr at the end, once, whoever ends first: the work or its time limit."""

    def __init__(self):
        self._once = _thread.allocate_lock()
        self.session = None

    def end(self, status, out=b"", message=None):
        """Writes and ends the process."""
        if not self._once.acquire(False):
            # The other thread is about to end the process.
            time.sleep(60)
        try:
            if message:
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
        self.fail(Failure("gave up after %d s: Azure or AWS did not answer in time" % seconds, passing=True))

    def fail(self, failure):
        """Serves the old session if the failure passes and the session is valid; else ends with the failure."""
        if failure.passing and self.session is not None and self.session.is_valid():
            left = (self.session.expires - time.time()) / 60
            warning = "warning: the session is not renewed, the old one is used, valid for %d min: %s" % (left, failure)
            self.end(0, self.session.document, warning)
        self.end(failure.status, b"", str(failure))
