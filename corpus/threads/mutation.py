"""One thread changes what others run by: they obey at the next look-up."""
import builtins
import threading


def f():
    return "old"


class C:
    def m(self):
        return "old"


state = {"phase": 0}
logs = [[] for _ in range(3)]
value = "old"


def run(log):
    c = C()
    while state["phase"] < 6:
        now = (f(), c.m(), value, len("abc"), c.extra if hasattr(c, "extra") else None)
        if not log or log[-1] != now:
            log.append(now)


def seen(what):
    """Waits until every thread has seen it."""
    while not all(log and what(log[-1]) for log in logs):
        pass


ts = [threading.Thread(target=run, args=(log,)) for log in logs]
[t.start() for t in ts]
seen(lambda now: now[0] == "old")
state["phase"] = 1
f.__code__ = (lambda: "new code").__code__
seen(lambda now: now[0] == "new code")
state["phase"] = 2
C.m = lambda self: "new method"
seen(lambda now: now[1] == "new method")
state["phase"] = 3
value = "new global"
seen(lambda now: now[2] == "new global")
state["phase"] = 4
kept, builtins.len = len, lambda o: "new builtin"
seen(lambda now: now[3] == "new builtin")
builtins.len = kept
seen(lambda now: now[3] == 3)
state["phase"] = 5
C.extra = 1
seen(lambda now: now[4] == 1)
state["phase"] = 6
[t.join() for t in ts]
print([log[0] for log in logs] == [("old", "old", "old", 3, None)] * 3)
print(sorted({log[-1] for log in logs}))
