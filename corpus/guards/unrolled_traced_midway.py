# A trace function is set within a loop over a constant range.
import sys
events = []
def tracer(frame, event, arg):
    events.append((event, frame.f_lineno - base, frame.f_locals.get("i")))
    return tracer
def loop(start):
    out = 0
    for i in range(6):
        if i == 3 and start:
            sys.settrace(tracer)
            sys._getframe().f_trace = tracer
        out += i
        out += 1
    sys.settrace(None)
    return out
base = loop.__code__.co_firstlineno
for _ in range(10): loop(False)
print(loop(True)); print(events)
