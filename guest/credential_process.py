#!/usr/bin/python3 -IBS
"""AWS credentials for an Azure workload, in the form that `credential_process` asks for.

The AWS CLI starts this for every command. So it only prints the cached session
while that is fresh; everything else is imported when there is something to refresh.
"""
import os
import sys

# The folder of the modules, from the one of this file. The install script names one that holds this version alone, so
# that replacing this file replaces everything at once.
MODULES = ""

# Appended, so that nothing there can stand in for the standard library.
sys.path.append(os.path.join(os.path.dirname(os.path.realpath(__file__)), MODULES))


def main(arguments):
    from azure_to_aws import cache

    folder = cache.folder(arguments, os.environ)
    key = cache.key(arguments, os.environ)
    session = cache.read(folder, key)
    if session is not None and session.is_fresh():
        os.write(1, session.document)
        return 0
    from azure_to_aws import refresh

    return refresh.main(arguments, os.environ, folder, key, session)


if __name__ == "__main__":
    try:
        status = main(sys.argv[1:])
    except KeyboardInterrupt:
        status = 130
    except BaseException as error:
        # Only the type and the place: the text of an unforeseen error could hold a secret.
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = "%s:%d" % (os.path.basename(place.tb_frame.f_code.co_filename), place.tb_lineno) if place else "?"
        message = "azure-to-aws: unforeseen %s at %s; please report this\n" % (type(error).__name__, where)
        os.write(2, message.encode("ascii", "replace"))
        status = 1
    os._exit(status)
