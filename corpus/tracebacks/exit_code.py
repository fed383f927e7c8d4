# [exits] sys.exit with a number: finally blocks run, code is taken modulo 256.
import sys
try:
    print("working")
    sys.exit(300)
finally:
    print("cleanup")
