"""Keeping sessions: the lock that lets one caller refresh for all, purging, sweeping."""
import os
import time
from stat import S_ISREG

from . import front, lock, private_file

# How every file begins that is kept here.
OWN = b"azure-to-aws-"
HEXADECIMAL = frozenset("0123456789abcdef")
# How many days they are of use, by the beginning of their names.
DAYS = {"session": 2, "notes": 30}
# A file that is being written is there for moments.
DAYS_UNFINISHED = 1 / 24


class Store:
    """The cache folder of one user, opened, for one question. Raises OSError or front.Untrusted if unusable."""

    def __init__(self, path, key):
        if not os.path.lexists(path):
            _make(path)
        self._key = key
        self._name = front.file_name(key)
        self._folder = front.open_folder(path)
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
            raise front.Untrusted("cache-lock-foreign", self._name + ending)
        return descriptor

    def session(self):
        return front.read_in(self._folder, self._key)

    def keep(self, session):
        """Replaces the session's file as a whole, or raises OSError and leaves the old one."""
        private_file.replace(self._folder, self._name, front.render(session, self._key), durable=True)

    def purge(self):
        private_file.remove(self._folder, self._name)

    def sweep(self):
        """Removes what crashed callers and questions no longer asked have left behind, and nothing of anybody else."""
        now = time.time()
        for name in os.listdir(self._folder):
            days = _days_kept(name)
            if days is None:
                continue
            try:
                written = os.stat(name, dir_fd=self._folder, follow_symlinks=False).st_mtime
            except OSError:
                continue
            if now - written > days * 86400 and self._is_own(name):
                private_file.remove(self._folder, name)

    def _is_own(self, name):
        """Whether this program wrote a file: a name alone may be somebody else's too."""
        return name.endswith(".new") or front.read_file(self._folder, name).startswith(OWN)


def _make(path):
    missing = [path]
    above = os.path.dirname(path)
    while not os.path.lexists(above):
        missing.append(above)
        above = os.path.dirname(above)
    # Under sudo the home folder may be another user's, who could not use what root makes there.
    if os.stat(above).st_uid not in (0, os.geteuid()):
        raise front.Untrusted("cache-other-owner", above)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            # Another caller was faster. Whose it is, is checked where it is opened.
            pass


def _days_kept(name):
    """How many days a file of this name is of use, or None if the helper makes no such name or never removes it."""
    question, *rest = name.split(".")
    kind, _, digits = question.partition("-")
    if kind not in DAYS or len(digits) != 8 or not HEXADECIMAL.issuperset(digits):
        return None
    if not rest:
        return DAYS[kind]
    unfinished = len(rest) == 2 and rest[0].isascii() and rest[0].isdigit() and rest[1] == "new"
    return DAYS_UNFINISHED if unfinished else None
