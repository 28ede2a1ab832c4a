"""Reading cached sessions: all that runs while a session is fresh, so it imports next to nothing.

A session is one file in a folder that only its user can read, replaced as a whole and never edited:

    azure-to-aws-session 1
    <what it was asked for>
    <obtained> <fresh until> <expires> <CRC-32 of the document>
    <the JSON document for stdout>

Times are whole seconds since 1970. A file that is damaged, foreign or of another version is a miss.
"""
import os
import time
from binascii import crc32
from stat import S_ISDIR, S_ISREG

HEADER = b"azure-to-aws-session 1"
LARGEST = 64 * 1024
# Later times are nobody's, and more than a platform's calendar may hold.
LATEST = 10**11
# Where the answer comes from is part of the question: a session of one endpoint is never served for another.
ENDPOINT_VARIABLES = (
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_TENANT_ID",
    "AZURE_AUTHORITY_HOST",
    "AWS_ENDPOINT_URL_STS",
)


class Session:
    """One AWS session and the times at which this machine's clock says what may be done with it."""

    def __init__(self, document, obtained, fresh_until, expires):
        self.document = document
        self.obtained = obtained
        self.fresh_until = fresh_until
        self.expires = expires

    def is_fresh(self):
        return self._until(self.fresh_until)

    def is_valid(self):
        return self._until(self.expires)

    def _until(self, end):
        # A session from the future means that the clock was set back: its times say nothing any more.
        return self.obtained - 60 <= time.time() < end


class Untrusted(Exception):
    """Another user could read or change the folder, or a file in it. code: of the message; path: what it names."""

    def __init__(self, code, path):
        Exception.__init__(self, code)
        self.code = code
        self.path = path


def key(arguments, environ):
    """What a session was asked for, as one line of ASCII."""
    endpoints = [environ.get(name, "") for name in ENDPOINT_VARIABLES]
    return ascii([list(arguments), endpoints]).encode("ascii")


def file_name(session_key):
    return "session-%08x" % crc32(session_key)


def folder(arguments, environ):
    """The cache folder: --cache-dir, else the user's cache folder, else None. Absolute or None."""
    chosen = None
    for index, argument in enumerate(arguments):
        if argument == "--cache-dir" and index + 1 < len(arguments):
            chosen = arguments[index + 1]
        elif argument.startswith("--cache-dir="):
            chosen = argument[len("--cache-dir=") :]
    if chosen is None:
        base = environ.get("XDG_CACHE_HOME", "")
        if not base.startswith("/"):
            base = os.path.join(os.path.expanduser("~"), ".cache")
        chosen = os.path.join(base, "azure-to-aws")
    # With a slash at its end a symbolic link would be followed.
    return os.path.normpath(chosen) if chosen.startswith("/") else None


def open_folder(path):
    """A descriptor of the folder. Raises OSError, or Untrusted if it is not this user's alone."""
    if os.path.islink(path):
        raise Untrusted("cache-symbolic-link", path)
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    problem = None
    if not S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        problem = "cache-other-owner"
    elif found.st_mode & 0o022:
        problem = "cache-writable"
    if problem:
        os.close(descriptor)
        raise Untrusted(problem, path)
    return descriptor


def read_file(descriptor, name):
    """The bytes of a file in an open folder; none if it is not there, or not this user's alone."""
    # Without O_NONBLOCK a planted pipe would block the open.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        file = os.open(name, flags, dir_fd=descriptor)
    except OSError:
        return b""
    try:
        found = os.fstat(file)
        own = S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077
        return os.read(file, LARGEST) if own else b""
    except OSError:
        return b""
    finally:
        os.close(file)


def read_in(descriptor, session_key):
    """The session kept for this key in an open folder, or None."""
    return _parse(read_file(descriptor, file_name(session_key)), session_key)


def read(path, session_key):
    """The session kept for this key in the folder at `path`, or None."""
    if path is None:
        return None
    try:
        descriptor = open_folder(path)
    except (OSError, Untrusted, ValueError):
        return None
    try:
        return read_in(descriptor, session_key)
    finally:
        os.close(descriptor)


def render(session, session_key):
    """The text of the file that keeps a session."""
    facts = b"%d %d %d %d" % (session.obtained, session.fresh_until, session.expires, crc32(session.document))
    return b"\n".join((HEADER, session_key, facts, session.document))


def _parse(text, session_key):
    lines = text.split(b"\n")
    if len(lines) != 5 or lines[0] != HEADER or lines[1] != session_key or lines[4]:
        return None
    document = lines[3] + b"\n"
    try:
        obtained, fresh_until, expires, checksum = [int(number) for number in lines[2].split(b" ")]
    except ValueError:
        return None
    plausible = 0 <= obtained < LATEST and 0 <= fresh_until <= expires < LATEST
    whole = plausible and checksum == crc32(document)
    return Session(document, obtained, fresh_until, expires) if whole else None
