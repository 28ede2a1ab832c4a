"""A lock between processes whose holder shows that it is alive."""
import _thread
import fcntl
import os
import time

# A holder shows life each second. One that showed none for so long is stopped.
LIFE_SECONDS = 1
PATIENCE_SECONDS = 5


def take(descriptor):
    """Whether the lock of an open file was free and is now this process's."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    except BlockingIOError:
        return False


def wait(descriptor, shared):
    """Waits for the lock, to have it alone or to share it with all that wait so.

    False once its holder shows no sign of life: it is stopped, and may never go on.
    """
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    got = _thread.allocate_lock()
    got.acquire()

    def block():
        try:
            fcntl.flock(descriptor, kind)
            got.release()
        except OSError:
            pass

    # A wait for a lock cannot be broken off, but it can be left to a thread.
    _thread.start_new_thread(block, ())
    seen, since = None, time.monotonic()
    while not got.acquire(True, LIFE_SECONDS):
        # Only whether it changes counts: clocks are set.
        life = os.fstat(descriptor).st_mtime_ns
        if life != seen:
            seen, since = life, time.monotonic()
        elif time.monotonic() - since >= PATIENCE_SECONDS:
            return False
    return True


def show_life(descriptor):
    """From now on marks the file of a lock that this process has, until it ends."""

    def mark():
        while True:
            time.sleep(LIFE_SECONDS)
            try:
                os.utime(descriptor)
            except OSError:
                return

    _thread.start_new_thread(mark, ())
