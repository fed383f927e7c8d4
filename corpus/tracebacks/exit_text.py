# [exits] sys.exit with a text prints it on stderr, and the code is 1.
import sys


class Code:
    def __str__(self):
        return "printed on stderr"


for arg in (None, 0, 3, "x", (1, 2), True):
    try:
        sys.exit(arg)
    except SystemExit as e:
        print(repr(e.code), e.args)
sys.exit(Code())
