# sys.monitoring: what tools are told of calls, lines, exceptions, generators and branches.
import sys

mon = sys.monitoring
E = mon.events
TOOL = mon.PROFILER_ID
log = []
mon.use_tool_id(TOOL, "log")


def watch(func, **callbacks):
    """Runs func while the callbacks are called, which are given by the events' names."""
    wanted = 0
    for name, callback in callbacks.items():
        mon.register_callback(TOOL, getattr(E, name), callback)
        wanted |= getattr(E, name)
    log.clear()
    mon.set_events(TOOL, wanted)
    try:
        result = func()
    except Exception as e:
        result = e
    finally:
        mon.set_events(TOOL, 0)
        for name in callbacks:
            mon.register_callback(TOOL, getattr(E, name), None)
    shown = [entry for entry in log if entry[1] != "set_events" and "watch" not in entry]
    print(func.__name__, "->", repr(result))
    for entry in shown:
        print("   ", *entry)


def note(event, *parts):
    def callback(code, offset, *rest):
        if code.co_name in ("watch", "<module>"):
            return
        log.append((event, code.co_name, *[part(r) for part, r in zip(parts, rest)]))
    return callback


def line(code, number):
    log.append(("line", code.co_name, number - code.co_firstlineno))


def named(x):
    return "MISSING" if x is mon.MISSING else getattr(x, "__name__", repr(x))


def add(a, b):
    return a + b


def calls():
    x = add(1, 2)
    y = len("abc")
    return max(x, y)


def fails():
    try:
        int("x")
    except ValueError:
        pass
    {}["key"]


def gen():
    got = yield 1
    yield got
    return "end"


def generator():
    g = gen()
    next(g)
    g.send("sent")
    try:
        g.throw(KeyError("thrown"))
    except KeyError as e:
        return e


def delegate():
    result = yield from gen()
    return result


def delegation():
    return list(delegate())


def lines():
    total = 0
    for i in range(3):
        if i == 1:
            total += 10
        else:
            total += i
    while total < 13:
        total += 1
    return total


flow = dict(PY_START=note("start"), PY_RETURN=note("return", repr), PY_UNWIND=note("unwind", repr))
watch(calls, **flow)
watch(calls, CALL=note("call", named, named), C_RETURN=note("c return", named, named),
      C_RAISE=note("c raise", named, named))
watch(fails, **flow, RAISE=note("raise", repr), EXCEPTION_HANDLED=note("handled", repr),
      CALL=note("call", named, named), C_RETURN=note("c return", named, named),
      C_RAISE=note("c raise", named, named))
watch(generator, **flow, PY_YIELD=note("yield", repr), PY_RESUME=note("resume"), PY_THROW=note("throw", repr))
watch(delegation, **flow, PY_YIELD=note("yield", repr), PY_RESUME=note("resume"),
      STOP_ITERATION=note("stop", lambda e: e.value))
watch(lines, LINE=line)

# ---- places switched off, and on again

hits = []


def once(code, number):
    hits.append(number - code.co_firstlineno)
    return mon.DISABLE


def loop():
    for i in range(3):
        i + 1


mon.register_callback(TOOL, E.LINE, once)
mon.set_local_events(TOOL, loop.__code__, E.LINE)
print(mon.get_local_events(TOOL, loop.__code__) == E.LINE, mon.get_events(TOOL))
loop()
first = hits[:]
loop()
print(sorted(set(first)) == [1, 2], len(hits) == len(first))
mon.restart_events()
loop()
print(len(hits) == 2 * len(first))
mon.set_local_events(TOOL, loop.__code__, 0)
loop()
print(len(hits) == 2 * len(first))

# ---- what callbacks raise, and what they may not switch off


def bad(code, offset, *rest):
    if code is add.__code__:
        raise LookupError("from the callback")


mon.register_callback(TOOL, E.PY_START, bad)
mon.set_local_events(TOOL, add.__code__, E.PY_START)
try:
    add(1, 2)
except LookupError as e:
    print("raised:", e)
mon.set_local_events(TOOL, add.__code__, 0)
mon.register_callback(TOOL, E.PY_START, None)

mon.register_callback(TOOL, E.RAISE, lambda *args: mon.DISABLE)
mon.set_events(TOOL, E.RAISE)
try:
    {}[1]
except Exception as e:
    print(type(e).__name__, e)
mon.set_events(TOOL, 0)
print(mon.register_callback(TOOL, E.RAISE, None))

# ---- two tools, and misuse

mon.use_tool_id(0, "other")
order = []
for tool in (TOOL, 0):
    mon.register_callback(tool, E.PY_RETURN, lambda code, offset, value, tool=tool: order.append((tool, value)))
    mon.set_local_events(tool, add.__code__, E.PY_RETURN)
add(20, 22)
print(order)
for tool in (TOOL, 0):
    mon.set_local_events(tool, add.__code__, 0)
mon.set_events(0, E.CALL | E.C_RETURN | E.C_RAISE)
print(mon.get_events(0) == E.CALL, mon._all_events())
mon.set_events(0, 0)
print(mon.get_tool(0), mon.get_tool(1), mon._all_events())
mon.free_tool_id(0)


def attempt(f, *args):
    try:
        print(f.__name__, f(*args))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


attempt(mon.use_tool_id, 6, "x")
attempt(mon.use_tool_id, TOOL, "again")
attempt(mon.use_tool_id, 0, 5)
attempt(mon.use_tool_id, 0)
attempt(mon.set_events, 0, E.LINE)
attempt(mon.set_events, TOOL, 1 << 20)
attempt(mon.set_events, TOOL, E.C_RETURN)
attempt(mon.set_events, TOOL, "x")
attempt(mon.set_local_events, TOOL, add, E.LINE)
attempt(mon.set_local_events, TOOL, add.__code__, E.RAISE)
attempt(mon.get_local_events, TOOL, 5)
attempt(mon.register_callback, TOOL, E.LINE | E.CALL, None)
attempt(mon.register_callback, TOOL, 1 << 20, None)
attempt(mon.get_tool, -1)
print(mon.events)
