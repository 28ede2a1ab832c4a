"""--diagnose --profile NAME: takes the command line of a profile from the AWS config."""
import configparser
import os
import shlex

from .failure import Failure
from .messages import Message, quoted

# Where the install script puts the config, which a login shell finds by AWS_CONFIG_FILE.
INSTALLED = "/etc/azure-to-aws/config"


class Found:
    """A profile: its name, the file that has it, and the helper's arguments there."""

    def __init__(self, name, file, arguments):
        self.name = name
        self.file = file
        self.arguments = arguments


def taken(arguments):
    """(name of the profile or None, the other arguments)."""
    rest, name = [], None
    arguments = list(arguments)
    while arguments:
        argument = arguments.pop(0)
        if argument == "--profile":
            name = arguments.pop(0) if arguments else ""
        elif argument.startswith("--profile="):
            name = argument[len("--profile=") :]
        else:
            rest.append(argument)
    return name, rest


def find(name, environ):
    """The profile of that name. Raises a Failure that names the files and the profiles that exist."""
    files = _files(environ)
    names = []
    for file in files:
        config = configparser.RawConfigParser(strict=False, default_section="")
        try:
            if not config.read(file, encoding="utf-8"):
                continue
        except (OSError, ValueError, configparser.Error) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise Failure(Message("profile-config-unreadable", file=ascii(file), reason=reason), status=2)
        for section in config.sections():
            found = section[len("profile ") :].strip() if section.startswith("profile ") else section
            if found == name:
                return Found(name, file, _arguments(name, file, config.get(section, "credential_process", fallback="")))
            names.append(found)
    looked = ", ".join(ascii(file) for file in files)
    if not names:
        raise Failure(Message("profile-no-config", files=looked), status=2)
    listed = ", ".join(quoted(found) for found in names[:20])
    raise Failure(Message("profile-not-found", profile=quoted(name), files=looked, found=listed), status=2)


def _files(environ):
    if environ.get("AWS_CONFIG_FILE"):
        return [os.path.expanduser(environ["AWS_CONFIG_FILE"])]
    return [os.path.join(os.path.expanduser("~"), ".aws", "config"), INSTALLED]


def _arguments(name, file, command):
    try:
        words = shlex.split(command)
    except ValueError:
        words = []
    first = next((index for index, word in enumerate(words) if word.startswith("--")), len(words))
    if not any(word.partition("=")[0] == "--role-arn" for word in words[first:]):
        raise Failure(Message("profile-other-program", profile=quoted(name), file=ascii(file)), status=2)
    return words[first:]
