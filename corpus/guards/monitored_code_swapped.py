# A callback of sys.monitoring swaps the code of what begins; hundreds of codes of one function.
import sys
mon = sys.monitoring
def f(x): return x + 1
def loop(): return [f(i) for i in range(3)]
for _ in range(60): loop()
mon.use_tool_id(1, 't'); hits = []
def start(code, off):
    if code.co_name == 'f':
        hits.append(1)
        if len(hits) == 2: f.__code__ = (lambda x: x * 100).__code__
mon.register_callback(1, mon.events.PY_START, start); mon.set_events(1, mon.events.PY_START)
print(loop(), len(hits)); mon.set_events(1, 0); print(loop()); mon.free_tool_id(1)
old = f.__code__
f.__code__ = old.replace(co_consts=tuple(5 if c == 100 else c for c in old.co_consts)); print(loop())
f.__code__ = old.replace(co_name='renamed'); print(loop(), f.__code__.co_name)
for i in range(300): f.__code__ = old.replace(co_firstlineno=i + 1)
print(loop())
