# heapq, bisect and queue, with their errors.  [slow]
import heapq, bisect, queue
h = []
for x in (5, 1, 4, 2, 3): heapq.heappush(h, x)
print(h, heapq.heappop(h), heapq.heappushpop(h, 0), heapq.heapreplace(h, 9), h, heapq.nlargest(2, h), heapq.nsmallest(2, h, key=lambda x: -x), list(heapq.merge([1, 4], [2, 3], reverse=False)), list(heapq.merge([4, 1], [3, 2], reverse=True)), list(heapq.merge(["a", "ccc"], ["bb"], key=len)))
for f in (lambda: heapq.heappop([]), lambda: heapq.heappush((), 1), lambda: heapq.heapify(5), lambda: heapq.heapreplace([], 1), lambda: heapq.heappushpop([], 1), lambda: heapq.heappush([1], "a"), lambda: heapq.nlargest("a", [1]), lambda: heapq.nsmallest(0, [1]), lambda: heapq.heappush(), lambda: heapq._heappop_max([3, 1, 2]), lambda: heapq._heapify_max([1, 2, 3])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
a = [1, 2, 2, 3]
print(bisect.bisect(a, 2), bisect.bisect_left(a, 2), bisect.bisect_right(a, 2, 0, 2), bisect.bisect_left(a, 5), bisect.bisect("abc", "b"), bisect.bisect_left(a, -1, key=lambda x: -x))
bisect.insort(a, 2.5); bisect.insort_left(a, 0); bisect.insort(a, 9, key=lambda x: x); print(a)
for f in (lambda: bisect.bisect(a, "x"), lambda: bisect.bisect(5, 1), lambda: bisect.bisect(a, 1, -1), lambda: bisect.insort(5, 1), lambda: bisect.insort((1,), 1), lambda: bisect.bisect(a), lambda: bisect.bisect(a, 1, 0, "z"), lambda: bisect.bisect(a, x=1, lo=2, hi=3)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
q = queue.Queue(2); q.put(1); q.put_nowait(2)
for f in (lambda: q.put_nowait(3), lambda: q.put(3, timeout=0.01), lambda: q.full(), q.get, q.get_nowait, lambda: q.get_nowait(), lambda: q.get(timeout=0.01), q.task_done, q.task_done, q.task_done, lambda: q.get(timeout=-1), q.empty, q.qsize, lambda: q.join()):
    try: print(f())
    except Exception as e: print(type(e).__name__, repr(e))
p = queue.PriorityQueue(); [p.put(x) for x in ((2, "b"), (1, "a"))]; print(p.get(), p.queue); l = queue.LifoQueue(); [l.put(x) for x in (1, 2)]; print(l.get())
s = queue.SimpleQueue(); s.put(1); print(s.get(), s.empty(), s.qsize())
try: s.get_nowait()
except queue.Empty as e: print(repr(e), type(e).__module__)
try: s.get(timeout=-1)
except ValueError as e: print(e)
