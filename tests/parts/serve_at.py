"""The real application, served at another moment: `python -m tests.parts.serve_at 2020-12-04T09:00:00-05:00`.

The clock of the process starts at that instant and ticks. Mail and chores are done too. Listens on loopback, on PORT.
"""

import os
import sys
from datetime import datetime

import time_machine
from werkzeug.serving import make_server
from werkzeug.utils import import_string

from participa.shared import jobs


def main() -> None:
    start = datetime.fromisoformat(sys.argv[1])
    with time_machine.travel(start, tick=True):
        app = import_string("wsgi:app")
        jobs.keep_house(app)
        make_server("127.0.0.1", int(os.environ["PORT"]), app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
