"""SQL over Longspark's tables for notebooks: one Spark, with the project's own settings, behind one pipe."""

import json
import os
import shlex
import subprocess
from pathlib import Path

import pandas

ROOT = Path(__file__).resolve().parent.parent


class Session:
    """The command line's `sql` without a query. LONGSPARK names another launcher, e.g. a spark-submit on a cluster."""

    def __init__(self, *arguments):
        launcher = shlex.split(os.environ.get("LONGSPARK", str(ROOT / "submit" / "local.sh")))
        self._process = subprocess.Popen(
            [*launcher, "sql", "--format", "json", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def sql(self, query):
        """The rows of a query; a wrong one raises ValueError and leaves the session open."""
        self._process.stdin.write(query.strip().rstrip(";") + "\n;\n")
        self._process.stdin.flush()
        rows = []
        for line in self._process.stdout:
            if line == "\n":
                break
            rows.append(json.loads(line))
        else:
            raise RuntimeError("Longspark ended; its message stands above or in the terminal")
        if len(rows) == 1 and list(rows[0]) == ["error"]:
            raise ValueError(rows[0]["error"])
        return pandas.DataFrame(rows)

    def close(self):
        self._process.stdin.close()
        self._process.wait()
