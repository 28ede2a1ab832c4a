"""Runs files of unittest: run_tests.py NAME.... Prints JSON: for each test, its name and null, or why it failed."""
import json
import logging
import os
import sys
import unittest

sys.dont_write_bytecode = True
# botocore logs each failure that a test expects.
logging.getLogger("botocore").setLevel(logging.CRITICAL)
sys.path.insert(0, os.path.dirname(__file__))


class Results(unittest.TestResult):
    outcomes = {}

    def addSuccess(self, test):
        self.outcomes.setdefault(test.id(), None)

    def addError(self, test, error):
        self.outcomes[test.id()] = self._exc_info_to_string(error, test)

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.outcomes[test.id()] = self._exc_info_to_string(error, subtest)


unittest.defaultTestLoader.loadTestsFromNames(sys.argv[1:]).run(Results())
print(json.dumps(Results.outcomes))
