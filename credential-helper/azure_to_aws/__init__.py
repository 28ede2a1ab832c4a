"""The credential helper: an Azure token in, an AWS session out. Standard library only, Python 3.8 or newer."""

VERSION = "0.2.0"
