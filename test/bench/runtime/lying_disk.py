"""Our engine on a disk that says "durable" and is not. Run as a program, as `lifeline` is: lying_disk.py get URL ...

The journal is then ahead of the bytes; only its sums of blocks can tell.
"""

import os
import sys

from lifeline.cli import main

os.fdatasync = lambda handle: None
sys.exit(main())
