"""Runs the jar that lies beside this file."""

import os
import subprocess
import sys

JAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "jars", "greeting-java.jar")


def main():
    sys.exit(subprocess.call(["java", "-cp", JAR, "example.Greeting"] + sys.argv[1:]))
