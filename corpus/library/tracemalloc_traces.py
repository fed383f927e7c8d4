# [slow] tracemalloc: what was made since tracing began, by line, file and traceback; snapshots and what changed.
import sys
import tracemalloc

print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory(), tracemalloc.get_traceback_limit())
try:
    tracemalloc.take_snapshot()
except RuntimeError as e:
    print(e)
for bad in (0, -1, 65536, "x"):
    try:
        tracemalloc.start(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)

early = ["made before"]
tracemalloc.start(10)
print(tracemalloc.is_tracing(), tracemalloc.get_traceback_limit())


def make(n):
    return [bytearray(1000) for _ in range(n)]


def outer():
    return make(50)


before = tracemalloc.take_snapshot()
kept = outer()
after = tracemalloc.take_snapshot()

made = next(s for s in after.compare_to(before, "lineno") if s.traceback[0].filename == __file__)
print(made.traceback[0].lineno - make.__code__.co_firstlineno, made.count_diff >= 50, made.size_diff >= 50_000)
stack = tracemalloc.get_object_traceback(kept[0])
print(len(stack), stack.total_nframe)
print([frame.lineno - make.__code__.co_firstlineno for frame in stack])
print([frame.filename == __file__ for frame in stack])
for text in stack.format():
    print(text.replace(__file__, "FILE"))
print(tracemalloc.get_object_traceback(early), tracemalloc.get_object_traceback(1))

mine = after.filter_traces([tracemalloc.Filter(True, __file__)])
print(0 < len(mine.traces) < len(after.traces) + 1, {t.traceback[-1].filename == __file__ for t in mine.traces})
others = after.filter_traces([tracemalloc.Filter(False, __file__, all_frames=True)])
print(any(t.traceback[-1].filename == __file__ for t in others.traces))
by_file = {s.traceback[0].filename: s for s in mine.statistics("filename")}
print(list(by_file) == [__file__], by_file[__file__].size >= 50_000)

current, peak = tracemalloc.get_traced_memory()
print(current >= 50_000, peak >= current)
del kept
low, peak_now = tracemalloc.get_traced_memory()
print(current - low >= 50_000, peak_now >= peak)
tracemalloc.reset_peak()
low, peak_now = tracemalloc.get_traced_memory()
print(peak_now < peak)
tracemalloc.clear_traces()
print(tracemalloc.get_traced_memory()[0] < low, tracemalloc.is_tracing())
tracemalloc.stop()
print(tracemalloc.is_tracing(), tracemalloc.get_traced_memory())
print(tracemalloc.get_object_traceback(make))

# ---- the arithmetic of snapshots

Snapshot, Filter, DomainFilter = tracemalloc.Snapshot, tracemalloc.Filter, tracemalloc.DomainFilter
stacks = [(("a.py", 1), ("b.py", 2)), (("a.py", 3),), (("c.pyc", 5), ("a.py", 1), ("d.py", 9))]
new = Snapshot([(0, 10, stacks[0], 2), (0, 2000, stacks[1], 1), (1, 2**21, stacks[2], 5), (0, 5, stacks[0], 2)], 3)
old = Snapshot([(0, 10, stacks[0], 2), (0, 99, (("z.py", 7),), 1)], 3)
for key in ("traceback", "filename", "lineno"):
    for cumulative in (False, True):
        try:
            for stat in new.statistics(key, cumulative):
                print(stat, stat.traceback.format())
            for stat in new.compare_to(old, key, cumulative):
                print(stat, repr(stat))
        except ValueError as e:
            print(e)
try:
    new.statistics("colour")
except ValueError as e:
    print(e)
print(new.traces, new.traces[0], repr(new.traces[0]), len(new.traces), new.traces[1] in new.traces)
for filters in ([Filter(True, "a.py")], [Filter(False, "a.py")], [Filter(True, "a.py", all_frames=True)],
                [Filter(True, "c.py")], [Filter(False, "*.py", lineno=1)], [DomainFilter(True, 1)],
                [DomainFilter(False, 1)], [Filter(True, "a*", domain=1)], [Filter(False, "a*", domain=1)], [],
                [Filter(True, "a.py"), Filter(False, "a.py", 3)]):
    print([(t.domain, t.size) for t in new.filter_traces(filters).traces])
trace = tracemalloc.Traceback(stacks[2], 7)
print(trace, trace[0], trace[:2], trace.total_nframe, tracemalloc.Frame(("a.py", 1)) in trace)
print(trace.format(2), trace.format(-2), trace.format(most_recent_first=True))
print(trace == tracemalloc.Traceback(stacks[2]), trace < tracemalloc.Traceback(stacks[1]))

# ---- a snapshot does not show itself

tracemalloc.start()
kept = [[i] for i in range(20000)]
before = tracemalloc.get_traced_memory()[0]
snapshot = tracemalloc.take_snapshot()
print(before > 500_000, tracemalloc.get_traced_memory()[0] - before < 20_000)
del kept
print(tracemalloc.get_traced_memory()[0] < 100_000)
tracemalloc.stop()
