"""``python -m searchqa``: the same door as the command ``searchqa``.

In: ``sys.argv``. Out: the exit code. Never: anything else.
"""

import sys

from searchqa.cli import main

if __name__ == "__main__":
    sys.exit(main())
