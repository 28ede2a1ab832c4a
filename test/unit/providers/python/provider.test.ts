import { describeInPython } from "./python-tests";

describeInPython("The provider for Python", ["test_arguments", "test_errors", "test_refresh"]);
describeInPython("The page on Python programs", ["test_page"]);
