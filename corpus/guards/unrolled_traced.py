# Events of loops over constant ranges.
import sys
events = []
def tracer(frame, event, arg):
    if frame.f_code.co_name == "loop":
        events.append((event, frame.f_lineno - base, frame.f_locals.get("i")))
    return tracer
def loop():
    t = 0
    for i in range(4):
        t += i
    else:
        t += 100
    for i in range(5, 0, -2): t -= i
    return t
base = loop.__code__.co_firstlineno
for _ in range(10): loop()
sys.settrace(tracer); r = loop(); sys.settrace(None)
print(r, events)
