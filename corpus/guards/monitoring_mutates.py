# A tool of sys.monitoring rebinds what the monitored line is about to read.
import sys
mon = sys.monitoring
K = 1
def f():
    a = K
    b = K
    return a, b, len("ab")
def on_line(code, line):
    global K
    if code is f.__code__:
        K += 1
        globals()[f"l{K}"] = 1
for _ in range(60): f()
mon.use_tool_id(3, "t")
mon.register_callback(3, mon.events.LINE, on_line)
mon.set_local_events(3, f.__code__, mon.events.LINE)
print(f(), f())
mon.set_local_events(3, f.__code__, 0)
mon.free_tool_id(3)
print(f(), K)
