# [exits] sys.excepthook replaced by the program; error in the hook.
import sys


def hook(kind, value, tb):
    print("hook got", kind.__name__, value, tb.tb_lineno)
    raise RuntimeError("hook failed")


sys.excepthook = hook
raise ValueError("original")
