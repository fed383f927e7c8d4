"""One cell of the mutation experiment: a hot loop, a kind of mutation, a rate.

Whoever runs it appends a call of main(); the one argument of the program is a JSON-like dict literal,
the answer one line of JSON. Needs nothing but builtin modules, so that a cell starts in milliseconds.
Runs on any Python 3.8 or later.

Argument: probe, kind, gaps (calls before each mutation, over and over; empty: never), burst
(mutations at once), calls (of a phase), slices (timed parts of a phase; 0: nothing is timed), recovery
(steps that are timed after the last mutation).
Answer: for each phase the least and all ns a call, calls, mutations, counters, a digest of what the
loop computed; for the phase after, how the speed came back.
"""

import builtins
import sys
import time

try:
    import guards
except ImportError:
    guards = None

clock = time.perf_counter_ns

TRIPLE = (1, 2, 3)
CONSTANT = 7
FLAG = False
OTHER = 0
real_len, real_abs = len, abs


def other_len(x):
    return 30


def other_abs(x):
    return 10


def callee(x):
    return x + 1


def callee_twin(x):
    y = x + 20
    return y


class Base:
    tag = 0

    def second(self, x):
        return x + 1


class OtherBase(Base):
    pass


class Thing(Base):
    own = 0

    def __init__(self):
        self.value = 1

    def method(self, x):
        return x + 1


class Twin(Thing):
    def method(self, x):
        return x + 300


class Unrelated:
    tag = 0


def method_twin(self, x):
    y = x + 20
    return y


thing, other_thing = Thing(), Twin()
other_thing.value = 2
first_callee, first_method = callee, Thing.method
first_code, twin_code = callee.__code__, callee_twin.__code__


def closed_over():
    captured = 1

    def hot_closure(n):
        s = 0
        for _ in range(n):
            s = captured
        return s

    def rebind(i):
        nonlocal captured
        captured = i & 63

    return hot_closure, rebind


# ---- hot loops: each makes n operations and returns the last result


def hot_empty(n):
    s = 0
    for _ in range(n):
        s = 1
    return s


def hot_len(n):
    s = 0
    t = TRIPLE
    for _ in range(n):
        s = len(t)
    return s


def hot_len_const(n):
    s = 0
    for _ in range(n):
        s = len("abc")
    return s


def hot_abs(n):
    s = 0
    x = -1
    for _ in range(n):
        s = abs(x)
    return s


def hot_global(n):
    s = 0
    for _ in range(n):
        s = CONSTANT
    return s


def hot_func(n):
    s = 0
    for _ in range(n):
        s = callee(1)
    return s


def hot_method(n):
    s = 0
    t = thing
    for _ in range(n):
        s = t.method(1)
    return s


def hot_attr(n):
    s = 0
    t = thing
    for _ in range(n):
        s = t.value
    return s


def hot_range(n):
    s = 0
    for _ in range(n):
        s = 0
        for i in range(4):
            s += i
    return s


def hot_binop(n):
    s = 0
    x, y = 20, 22
    for _ in range(n):
        s = x + y
    return s


def hot_subscript(n):
    s = 0
    t = TRIPLE
    i = 1
    for _ in range(n):
        s = t[i]
    return s


def hot_branch(n):
    s = 0
    for _ in range(n):
        if FLAG:
            s = 2
        else:
            s = 1
    return s


def hot_store_global(n):
    global OTHER
    for i in range(n):
        OTHER = 1
    return OTHER


def hot_store_attr(n):
    t = thing
    for _ in range(n):
        t.value = 1
    return t.value


def hot_iterate(n):
    s = 0
    t = TRIPLE
    for _ in range(n):
        for s in t:
            pass
    return s


hot_closure, rebind_cell = closed_over()


# ---- mutations: each takes its number, 0, 1, 2, ...; an even number of them leaves the world as it was


def none(i):
    pass


def builtin_same(i):
    builtins.len = real_len
    builtins.abs = real_abs


def builtin_flip(i):
    builtins.len = other_len
    builtins.len = real_len
    builtins.abs = other_abs
    builtins.abs = real_abs


def builtin_alt(i):
    if i & 1:
        builtins.len = real_len
        builtins.abs = real_abs
    else:
        builtins.len = other_len
        builtins.abs = other_abs


def builtin_add(i):
    if i & 1:
        del builtins.unrelated_builtin
    else:
        builtins.unrelated_builtin = i


def global_add(i):
    if i & 1:
        del globals()["unrelated_global"]
    else:
        globals()["unrelated_global"] = i


def global_grow(i):
    globals()["grown_%d" % (i % 1000)] = i


def global_other(i):
    global OTHER
    OTHER = i


def global_rebind(i):
    global CONSTANT
    CONSTANT = i & 63


def global_shadow(i):
    names = globals()
    names["len"] = real_len
    names["abs"] = real_abs
    del names["len"]
    del names["abs"]


def flag_flip(i):
    global FLAG
    FLAG = not i & 1


def code_same(i):
    callee.__code__ = callee.__code__


def code_swap(i):
    first_callee.__code__ = first_code if i & 1 else twin_code


def func_rebind(i):
    global callee
    callee = first_callee if i & 1 else callee_twin


def defaults(i):
    callee.__defaults__ = None if i & 1 else (1,)


def class_attr(i):
    Thing.own = i


def base_attr(i):
    Base.tag = i


def unrelated_class(i):
    Unrelated.tag = i


def method_swap(i):
    Thing.method = first_method if i & 1 else method_twin


def inst_attr(i):
    thing.value = i & 63


def inst_add(i):
    if i & 1:
        del thing.extra
    else:
        thing.extra = i


def inst_shadow(i):
    thing.method = other_len
    del thing.method


def closure_cell(i):
    rebind_cell(i)


def module_attr(i):
    sys.unrelated_attribute = i


def bases(i):
    Thing.__bases__ = (Base,) if i & 1 else (OtherBase,)


def class_assign(i):
    thing.__class__ = Thing if i & 1 else Twin


def trace_on_off(i):
    sys.settrace(lambda *event: None)
    sys.settrace(None)


REPLACED = []


def replace_everywhere(i):
    import theseus

    if i & 1:
        while REPLACED:
            REPLACED.pop().undo()
    else:
        for pair in ((callee, callee_twin), (thing, other_thing)):
            REPLACED.append(theseus.replace(*pair))


# As often as in programs: values change more than names come and go, and code is seldom swapped.
WEIGHTS = [(global_rebind, 8), (inst_attr, 8), (closure_cell, 4), (class_attr, 3), (global_add, 2),
           (inst_add, 2), (builtin_flip, 1), (method_swap, 1), (code_swap, 1)]
MIXED = [kind for kind, weight in WEIGHTS for _ in range(weight)]


def mix(i):
    # Each of them at an even and the next odd number, so that it undoes itself; 7 scatters them.
    MIXED[(i >> 1) * 7 % len(MIXED)](i)


# ---- the run


def spin(hot, mutate, gaps, burst, calls, made):
    """At least `calls` operations; answers how many, the mutations so far, ns, a digest."""
    done = digest = 0
    if not gaps:
        step = min(calls, 20000)
        start = clock()
        while done < calls:
            digest = digest * 31 + hot(step) & 0xFFFFFFFF
            done += step
        return done, made, clock() - start, digest
    start = clock()
    while True:
        for gap in gaps:
            digest = digest * 31 + hot(gap) & 0xFFFFFFFF
            done += gap
            if burst == 1:
                mutate(made)
                made += 1
            else:
                for _ in range(burst):
                    mutate(made)
                    made += 1
            if done >= calls:
                return done, made, clock() - start, digest


def counters(hot, counting):
    """What the engine counted so far: totals of the process, and the sites of the hot loop."""
    if guards is None:
        return {}
    totals = guards.stats()
    sites = guards.stats(hot)
    counted = {name: totals[name] for name in ("invalidations", "dependants_walked", "gave_up")}
    counted["guards_failed"] = totals["violations"]
    counted["sites_live"] = sum(site["state"] == "special" for site in sites)
    if counting:
        # Of the whole process, the loop that drives the hot one with it; the same under every strategy.
        for name in ("ops_generic", "ops_special", "dict_probes"):
            counted[name] = totals.get(name, 0)
        for name in ("deopts", "respecialised"):
            counted[name] = sum(site[name] for site in sites)
        counted["guards_executed"] = sum(site["hits"] + site["misses"] for site in sites)
    return counted


def phase(hot, mutate, cell, made):
    """A phase in slices; the mutations go on from `made`, and an odd number is made even."""
    slices = cell["slices"]
    counting = not slices
    before = counters(hot, counting)
    ns, done, digest, first = [], 0, 0, made
    for _ in range(slices or 1):
        calls, made, took, d = spin(hot, mutate, cell["gaps"], cell["burst"], cell["calls"] // (slices or 1), made)
        ns.append(took / calls)
        done += calls
        digest = digest * 31 + d & 0xFFFFFFFF
    if made & 1 and mutate is not none:
        mutate(made)
        made += 1
    after = counters(hot, counting)
    counted = {name: n - before.get(name, 0) if name != "sites_live" else n for name, n in after.items()}
    mutated = made - first if mutate is not none else 0
    return {"calls": done, "ns": ns if slices else [], "mutations": mutated, "counters": counted, "digest": digest}, made


def recovery(hot, slices):
    """ns a call in steps of 250 calls, one after another."""
    taken = []
    for _ in range(slices):
        start = clock()
        hot(250)
        taken.append((clock() - start) / 250)
    return taken


def inside(hot, mutate):
    """A digest of what the loop computes when it is mutated in the middle of a run."""
    digest = 0
    if guards is None or mutate is none:
        return digest
    for k in (4, 9, 14):
        guards.at("line", k, lambda: mutate(0))
        digest = digest * 31 + hot(12) & 0xFFFFFFFF
        mutate(1)
        digest = digest * 31 + hot(12) & 0xFFFFFFFF
    return digest


def run(cell):
    names = globals()
    hot = names["hot_" + cell["probe"]]
    mutate = names[cell["kind"]] if cell["gaps"] else none
    made = 0
    for _ in range(8):
        hot(min(2000, max(1, cell["calls"] // 8)))
    spin(hot, none, cell["gaps"], cell["burst"], cell["calls"] // 4, 0)
    answer = {}
    answer["before"], _ = phase(hot, none, cell, 0)
    if cell["recovery"]:
        calm = sorted(recovery(hot, 40))
        answer["calm"] = calm[len(calm) // 2]
    answer["during"], made = phase(hot, mutate, cell, 0)
    if cell["recovery"]:
        answer["recovery"] = recovery(hot, cell["recovery"])
    answer["after"], _ = phase(hot, none, cell, 0)
    answer["during"]["digest"] = answer["during"]["digest"] * 31 + inside(hot, mutate) & 0xFFFFFFFF
    return answer


def written(x):
    """JSON of dicts, lists and numbers."""
    if isinstance(x, dict):
        return "{%s}" % ",".join('"%s":%s' % (k, written(v)) for k, v in x.items())
    if isinstance(x, list):
        return "[%s]" % ",".join(map(written, x))
    return repr(x)


def main(prepare=None):
    cell = eval(sys.argv[1], {"__builtins__": {}})
    if prepare is not None:
        prepare(cell)
    print(written(run(cell)))
