#!/usr/bin/python3 -IBS
"""AWS credentials for an Azure workload, in the form that `credential_process` asks for.

The AWS CLI starts this for every command. So this front only prints the cached session while that is fresh. Everything else
follows as text in SOURCES, and is compiled when there is something to refresh. posix stands in for os: importing os takes
longer than all of this.

A session is one file in a folder that only its user can read, replaced as a whole and never edited:

    azure-to-aws-session 1
    <what it was asked for>
    <obtained> <fresh until> <expires> <CRC-32 of the document>
    <the JSON document for stdout>

Times are whole seconds since 1970. A file that is damaged, foreign or of another version is a miss.
"""
import posix
import sys
import time
from binascii import crc32

# Here and not in messages.py, which may be what cannot be imported.
INTERNAL_ERROR = "azure-to-aws: internal error %s at %s. Please report this [helper-internal-error]\n"
HEADER = b"azure-to-aws-session 1"
LARGEST = 64 * 1024
# Later times are invalid, and more than a platform's calendar may hold.
LATEST = 10**11
# The kinds of a file in its mode: inode(7).
KIND, REGULAR, FOLDER, LINK = 0o170000, 0o100000, 0o040000, 0o120000
# Where the answer comes from is part of the question: a session of one endpoint is never served for another.
ENDPOINT_VARIABLES = (
    "AZURE_POD_IDENTITY_AUTHORITY_HOST",
    "IDENTITY_ENDPOINT",
    "AZURE_FEDERATED_TOKEN_FILE",
    "AZURE_TENANT_ID",
    "AZURE_AUTHORITY_HOST",
    "AWS_ENDPOINT_URL_STS",
)


def main(arguments):
    environ = environment()
    folder = cache_folder(arguments, environ)
    key = key_of(arguments, environ)
    session = read(folder, key)
    if session is not None and session.is_fresh():
        return write(session.document)
    provide_modules()
    from azure_to_aws import refresh

    return refresh.main(arguments, environ, folder, key, session)


def environment():
    """The variables as os.environ has them."""
    encoding = sys.getfilesystemencoding()
    return {
        name.decode(encoding, "surrogateescape"): value.decode(encoding, "surrogateescape")
        for name, value in posix.environ.items()
    }


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
        # A session from the future means that the clock was set back, so its times say nothing.
        return self.obtained - 60 <= time.time() < end


class Untrusted(Exception):
    """Another user could read or change the folder, or a file in it. code: of the message; path: what it names."""

    def __init__(self, code, path):
        Exception.__init__(self, code)
        self.code = code
        self.path = path


def key_of(arguments, environ):
    """What a session was asked for, as one line of ASCII."""
    endpoints = [environ.get(name, "") for name in ENDPOINT_VARIABLES]
    return ascii([list(arguments), endpoints]).encode("ascii")


def file_name(key):
    return "session-%08x" % crc32(key)


def cache_folder(arguments, environ):
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
            base = home(environ) + "/.cache"
        chosen = base + "/azure-to-aws"
    if not chosen.startswith("/"):
        return None
    if {"", ".", ".."}.isdisjoint(chosen.split("/")[1:]):
        return chosen
    # With a slash at its end a symbolic link would be followed.
    from os.path import normpath

    return normpath(chosen)


def home(environ):
    """The user's home folder, without a slash at its end; `~` if there is none."""
    if "HOME" in environ:
        return environ["HOME"].rstrip("/")
    from os.path import expanduser

    return expanduser("~").rstrip("/")


def open_folder(path):
    """A descriptor of the folder. Raises OSError, or Untrusted if it is not this user's alone."""
    try:
        descriptor = posix.open(path, posix.O_RDONLY | posix.O_DIRECTORY | posix.O_NOFOLLOW | posix.O_CLOEXEC)
    except OSError:
        if is_link(path):
            raise Untrusted("cache-symbolic-link", path)
        raise
    found = posix.fstat(descriptor)
    problem = None
    if found.st_mode & KIND != FOLDER or found.st_uid != posix.geteuid():
        problem = "cache-other-owner"
    elif found.st_mode & 0o022:
        problem = "cache-writable"
    if problem:
        posix.close(descriptor)
        raise Untrusted(problem, path)
    return descriptor


def is_link(path):
    try:
        return posix.lstat(path).st_mode & KIND == LINK
    except OSError:
        return False


def read_file(descriptor, name):
    """The bytes of a file in an open folder; none if it is not there, or not this user's alone."""
    # Without O_NONBLOCK a planted pipe would block the open.
    flags = posix.O_RDONLY | posix.O_NOFOLLOW | posix.O_NONBLOCK | posix.O_CLOEXEC
    try:
        file = posix.open(name, flags, dir_fd=descriptor)
    except OSError:
        return b""
    try:
        found = posix.fstat(file)
        own = found.st_mode & KIND == REGULAR and found.st_uid == posix.geteuid() and not found.st_mode & 0o077
        return posix.read(file, LARGEST) if own else b""
    except OSError:
        return b""
    finally:
        posix.close(file)


def read_in(descriptor, key):
    """The session kept for this key in an open folder, or None."""
    return parse(read_file(descriptor, file_name(key)), key)


def read(path, key):
    """The session kept for this key in the folder at `path`, or None."""
    if path is None:
        return None
    try:
        descriptor = open_folder(path)
    except (OSError, Untrusted, ValueError):
        return None
    try:
        return read_in(descriptor, key)
    finally:
        posix.close(descriptor)


def render(session, key):
    """The text of the file that keeps a session."""
    facts = b"%d %d %d %d" % (session.obtained, session.fresh_until, session.expires, crc32(session.document))
    return b"\n".join((HEADER, key, facts, session.document))


def parse(text, key):
    """The session in the text of a file, or None if it is not one for this key."""
    lines = text.split(b"\n")
    if len(lines) != 5 or lines[0] != HEADER or lines[1] != key or lines[4]:
        return None
    document = lines[3] + b"\n"
    try:
        obtained, fresh_until, expires, checksum = [int(number) for number in lines[2].split(b" ")]
    except ValueError:
        return None
    plausible = 0 <= obtained < LATEST and 0 <= fresh_until <= expires < LATEST
    whole = plausible and checksum == crc32(document)
    return Session(document, obtained, fresh_until, expires) if whole else None


def write(text):
    """Writes to stdout; the exit code. A reader that closed it early wants no message."""
    try:
        while text:
            text = text[posix.write(1, text) :]
    except OSError:
        return 1
    return 0


def occupy_standard_files():
    """Keeps files that are opened later from getting the number of a closed stdout or stderr."""
    for number in (0, 1, 2):
        try:
            posix.fstat(number)
        except OSError:
            # For reading, so that what is written to it fails.
            posix.open("/dev/null", posix.O_RDONLY)


def provide_modules():
    """Makes the modules in SOURCES importable, and this file as azure_to_aws.front."""
    importer = {}
    exec(SOURCES["azure_to_aws/importer.py"], importer)
    importer["provide"](SOURCES, sys.modules[__name__])


def start():
    try:
        occupy_standard_files()
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    except BaseException as error:
        # Only the type and the place: the text of an unforeseen error could hold a secret.
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        file = place.tb_frame.f_code.co_filename.rpartition("/")[2] if place else ""
        where = "%s:%d" % (file, place.tb_lineno) if place else "?"
        message = INTERNAL_ERROR % (type(error).__name__, where)
        posix.write(2, message.encode("ascii", "replace"))
        status = 1
    posix._exit(status)


# The text of each module by its path. Python compiles none of it at a start.
SOURCES = {}

if __name__ == "__main__":
    start()
