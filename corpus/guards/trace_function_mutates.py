# A trace function changes names between two lines.
import builtins
import sys

real = len
K = 1


def victim():
    a = len("abc")
    b = K
    c = len("abc")
    d = K
    return a, b, c, d


for i in range(60):
    victim()
state = {"lines": 0}


def tracer(frame, event, arg):
    global K
    if frame.f_code is not victim.__code__:
        return None
    if event == "line":
        state["lines"] += 1
        if state["lines"] == 3:
            builtins.len = lambda x: "traced"
            K = "traced K"
    return tracer


sys.settrace(tracer)
r = victim()
sys.settrace(None)
print(r)
print(victim())
builtins.len = real
K = 1
print(victim())
