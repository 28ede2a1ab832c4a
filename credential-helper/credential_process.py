#!/usr/bin/python3 -IBS
"""AWS credentials for an Azure workload, in the form that `credential_process` asks for.

The AWS CLI starts this for every command. So it only prints the cached session
while that is fresh; everything else is imported when there is something to refresh.
"""
import os
import sys

# The folder of the modules is that of this file. Appended, so that nothing there can stand in for the standard library.
sys.path.append(os.path.dirname(os.path.realpath(__file__)))

# Here and not in messages.py, which may be what cannot be imported.
INTERNAL_ERROR = "azure-to-aws: internal error %s at %s. Please report this [helper-internal-error]\n"


def main(arguments):
    from azure_to_aws import cache

    folder = cache.folder(arguments, os.environ)
    key = cache.key(arguments, os.environ)
    session = cache.read(folder, key)
    if session is not None and session.is_fresh():
        return write(session.document)
    from azure_to_aws import refresh

    return refresh.main(arguments, os.environ, folder, key, session)


def write(text):
    """Writes to stdout; the exit code. Whoever closed it before the end wants nothing more, and no message."""
    try:
        while text:
            text = text[os.write(1, text) :]
    except OSError:
        return 1
    return 0


def occupy_standard_files():
    """Sees to it that nothing opened later gets the number of stdout or stderr, where these are closed."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            # For reading, so that what is written to it fails.
            os.open(os.devnull, os.O_RDONLY)


if __name__ == "__main__":
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
        where = "%s:%d" % (os.path.basename(place.tb_frame.f_code.co_filename), place.tb_lineno) if place else "?"
        message = INTERNAL_ERROR % (type(error).__name__, where)
        os.write(2, message.encode("ascii", "replace"))
        status = 1
    os._exit(status)
