"""Runs the helper with other times than its own: fast_helper.py <settings as JSON> <path of the helper> <arguments>...

Settings are "<module>.<CONSTANT>": value for modules of azure_to_aws; "clock": seconds that time.time() is ahead; "now": what it says all the time;
"die": which call of the operating system by the cache's store is the last before the process is killed; "tell": say on
stderr when it has to wait for another caller.
"""
import importlib
import importlib.util
import json
import os
import sys
import time

settings = json.loads(sys.argv[1])
helper = sys.argv[2]
sys.argv = sys.argv[2:]
sys.dont_write_bytecode = True
spec = importlib.util.spec_from_file_location("azure_to_aws.front", helper)
front = importlib.util.module_from_spec(spec)
spec.loader.exec_module(front)
sys.modules[spec.name] = front
front.provide_modules()
ahead = settings.pop("clock", 0)
now = settings.pop("now", None)
true_time = time.time
time.time = lambda: true_time() + ahead if now is None else now
die = settings.pop("die", None)


class Dying:
    """The os module, up to one fatal call."""

    calls = 0

    def __getattr__(self, name):
        found = getattr(os, name)
        if not callable(found):
            return found

        def call(*positional, **named):
            Dying.calls += 1
            if Dying.calls == die:
                os.kill(os.getpid(), 9)
            return found(*positional, **named)

        return call


if die is not None:
    for module in ("store", "private_file"):
        importlib.import_module("azure_to_aws." + module).os = Dying()
if settings.pop("tell", False):
    lock = importlib.import_module("azure_to_aws.lock")
    true_wait = lock.wait

    def telling(*arguments):
        os.write(2, b"waits\n")
        return true_wait(*arguments)

    lock.wait = telling
for name, value in settings.items():
    module, constant = name.split(".")
    loaded = importlib.import_module("azure_to_aws." + module)
    assert hasattr(loaded, constant), name
    setattr(loaded, constant, value)
front.start()
