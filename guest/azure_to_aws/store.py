"""Keeping sessions: the lock that lets one caller refresh for all, atomic replacement, purging."""
import os
import time
from stat import S_ISREG

from . import cache, lock


class Store:
    """The cache folder of one user, opened, for one question. Raises OSError or cache.Untrusted if unusable."""

    def __init__(self, path, key):
        if not os.path.lexists(path):
            _make(path)
        self._key = key
        self._name = cache.file_name(key)
        self._folder = cache.open_folder(path)
        # The lock's file, and which one in the row of those whose holders were stopped.
        self._lock = None
        self._number = 1
        # Whether another process had the lock at some time, and may have renewed the session since.
        self.waited = False

    def lock(self, shared):
        """Waits until no other process refreshes this session. Whether the lock is this process's alone.

        With `shared`, all that wait go on at the same moment, which is enough to see what the other achieved.
        The lock of a process that died is free. One that is only stopped keeps it, but shows no sign of life, so that
        those who wait go on to the next lock, where one of them takes its place.
        """
        while True:
            if self._lock is None:
                self._lock = self._open_lock(".lock" if self._number == 1 else ".%d.lock" % self._number)
            alone = lock.take(self._lock)
            if alone:
                break
            self.waited = True
            if lock.wait(self._lock, shared):
                break
            self._number += 1
            self._lock = None
        if alone or not shared:
            lock.show_life(self._lock)
            return True
        return False

    def _open_lock(self, ending):
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(self._name + ending, flags, 0o600, dir_fd=self._folder)
        found = os.fstat(descriptor)
        if not S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            os.close(descriptor)
            raise cache.Untrusted("the lock file %s%s is not this user's own" % (self._name, ending))
        return descriptor

    def session(self):
        return cache.read_in(self._folder, self._key)

    def keep(self, session):
        """Replaces the session's file as a whole, or raises OSError and leaves the old one."""
        text = cache.render(session, self._key)
        temporary = "%s.%d.new" % (self._name, os.getpid())
        self._remove(temporary)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        try:
            file = os.open(temporary, flags, 0o600, dir_fd=self._folder)
            try:
                # Whatever the umask takes away.
                os.fchmod(file, 0o600)
                written = 0
                while written < len(text):
                    written += os.write(file, text[written:])
                os.fsync(file)
            finally:
                os.close(file)
            os.replace(temporary, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        finally:
            self._remove(temporary)
        try:
            os.fsync(self._folder)
        except OSError:
            # Some network file systems know this for files only.
            pass

    def purge(self):
        self._remove(self._name)

    def sweep(self):
        """Removes what crashed callers and questions no longer asked have left behind."""
        now = time.time()
        for name in os.listdir(self._folder):
            if not name.startswith("session-") or name.endswith(".lock"):
                continue
            try:
                age = now - os.stat(name, dir_fd=self._folder, follow_symlinks=False).st_mtime
            except OSError:
                continue
            if age > (3600 if name.endswith(".new") else 2 * 86400):
                self._remove(name)

    def note_failure(self, message, passing):
        """Leaves a failure in the lock file, so that callers who waited for this attempt need not repeat it."""
        text = b"%.3f %d %s" % (time.time(), passing, message.encode("utf-8", "replace")) if message else b""
        try:
            os.ftruncate(self._lock, 0)
            os.pwrite(self._lock, text, 0)
        except OSError:
            pass

    def noted_failure(self):
        """(time, whether it passes, message) of the last attempt if that failed, else None."""
        try:
            when, passing, message = os.pread(self._lock, 8192, 0).split(b" ", 2)
            return float(when), passing == b"1", message.decode("utf-8", "replace")
        except (OSError, ValueError):
            return None

    def _remove(self, name):
        try:
            os.unlink(name, dir_fd=self._folder)
        except OSError:
            pass


def _make(path):
    missing = [path]
    above = os.path.dirname(path)
    while not os.path.lexists(above):
        missing.append(above)
        above = os.path.dirname(above)
    # Under sudo the home folder may be another user's, who could not use what root makes there.
    if os.stat(above).st_uid not in (0, os.geteuid()):
        raise cache.Untrusted("%s belongs to another user" % above)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            # Another caller was faster. Whose it is, is checked where it is opened.
            pass
