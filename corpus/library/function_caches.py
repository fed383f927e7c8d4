# [slow] Heaps, queues, caches, dispatch.
import functools, heapq, bisect, queue, array


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


h = [5, 2, 8]
heapq.heapify(h)
heapq.heappush(h, 1)
print(
    h,
    heapq.nsmallest(2, h),
    heapq.nlargest(2, h, key=lambda x: -x),
    heapq.heappushpop(h, 0),
    heapq.heapreplace(h, 9),
    list(heapq.merge([1, 4], [2, 3], reverse=False)),
)
a = [1, 3, 5]
bisect.insort(a, 4)
print(a, bisect.bisect_left(a, 3), bisect.bisect(a, 3), bisect.bisect([{"k": 1}], 1, key=lambda x: x["k"]))
q = queue.PriorityQueue()
q.put((2, "b"))
q.put((1, "a"))
print(q.get(), q.qsize())
t(lambda: queue.Queue().get_nowait())
t(lambda: queue.Queue(1).put(1) or 1)
l = queue.LifoQueue()
l.put(1)
l.put(2)
print(l.get())


@functools.lru_cache(maxsize=2)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(20), fib.cache_info(), fib.cache_parameters(), fib.__wrapped__(1))
fib.cache_clear()
print(fib.cache_info())


@functools.singledispatch
def sd(x):
    return "obj"


@sd.register
def _(x: int):
    return "int"


@sd.register(list)
def _(x):
    return "list"


print(sd(1), sd([]), sd("s"), sd.dispatch(bool).__name__, list(sd.registry))
t(lambda: sd())


@functools.total_ordering
class T:

    def __init__(s, v):
        s.v = v

    def __eq__(s, o):
        return s.v == o.v

    def __lt__(s, o):
        return s.v < o.v


print(
    T(1) >= T(1),
    T(1) > T(2),
    functools.reduce(lambda a, b: a * b, [1, 2, 3], 10),
    functools.partial(int, base=2)("101"),
    functools.partial(print, 1),
    sorted([3, 1], key=functools.cmp_to_key(lambda a, b: b - a)),
)


class CP:

    @functools.cached_property
    def v(self):
        print("once")
        return 4

    @functools.partialmethod
    def z(self):
        pass


cp = CP()
print(cp.v, cp.v, cp.__dict__)
a = array.array("i", [1, 2])
a.extend([3])
print(a, a.tobytes(), a.itemsize, a.typecode, a[::-1], a.index(2))
t(lambda: a.append("x"))
t(lambda: array.array("z"))
