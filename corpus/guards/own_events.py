# [ours] Actions at chosen events come at the same point under every strategy; traces name the line.
import builtins
import json
import os
import tempfile
import guards

real = len


def f(x):
    return len(x)


def loop(n):
    out = []
    for i in range(n):
        out.append(f("ab"))
    return out


def patch():
    builtins.len = lambda x: "patched"


for strategy in ("off", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key", "watch-keyset", "stress"):
    guards.configure(strategy)
    row = []
    for event, k in (("call", 5), ("backedge", 4), ("line", 20)):
        builtins.len = real
        loop(40)
        guards.at(event, k, patch)
        row.append(loop(12).index("patched"))
    builtins.len = real
    print(strategy, row)
guards.configure("on")


class Stop(Exception):
    pass


def stop():
    raise Stop("here")


guards.at("call", 3, stop)
try:
    print(loop(10))
except Stop as e:
    print("stopped", e)
for args in (("soon", 1, stop), ("call", 0, stop), ("call", -1, stop)):
    try:
        guards.at(*args)
    except ValueError as e:
        print(e)

events = []
guards.configure("watch-key")
ns = {"__name__": "traced", "V": 1}
exec(compile("""
def g():
    return V
for i in range(3):
    g()
V = 2
g()
""", "traced.py", "exec"), ns)
before = guards.trace(events.append)
exec(compile("""
def g():
    return V
for i in range(3):
    g()
V = 2
g()
""", "traced.py", "exec"), ns)
guards.trace(None)
rows = [json.loads(e) for e in events]
rows = [r for r in rows if r["site"].startswith("traced.py:3:")]
for r in rows:
    print({k: v for k, v in r.items() if k != "n"})

path = os.path.join(tempfile.mkdtemp(), "trace.jsonl")
guards.trace(path)
exec(compile("def g():\n  return W\nW = 1\ng()\ng()\nW = 2\n", "second.py", "exec"), {})
guards.trace(None)
with open(path) as file:
    kinds = {json.loads(line)["ev"] for line in file}
print(sorted(kinds))
guards.configure("on")
