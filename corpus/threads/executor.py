"""[slow] concurrent.futures.ThreadPoolExecutor."""
import concurrent.futures as cf
import threading

with cf.ThreadPoolExecutor(3, thread_name_prefix="pool") as pool:
    print(list(pool.map(lambda x: x * x, range(10))))
    futures = [pool.submit(pow, 2, n) for n in range(8)]
    print(sorted(f.result() for f in cf.as_completed(futures)))
    bad = pool.submit(lambda: 1 / 0)
    try:
        bad.result()
    except ZeroDivisionError as e:
        print(type(bad.exception()).__name__, e)
    named = pool.submit(lambda: threading.current_thread().name).result()
    print(named.startswith("pool_"))
    try:
        list(pool.map(lambda x: 1 // x, [1, 0]))
    except ZeroDivisionError as e:
        print(e)
try:
    pool.submit(print)
except RuntimeError as e:
    print(e)

gate = threading.Event()
log = []
with cf.ThreadPoolExecutor(1, initializer=log.append, initargs=("init",)) as pool:
    first = pool.submit(gate.wait)
    second = pool.submit(log.append, "second")
    second.add_done_callback(lambda f: log.append("done"))
    try:
        second.result(timeout=0.01)
    except TimeoutError:
        print("timeout")
    third = pool.submit(log.append, "third")
    print(third.cancel(), third.cancelled())
    gate.set()
    done, not_done = cf.wait([first, second])
    print(len(done), len(not_done))
print(log)

# A pool that nobody shut down ends with the program.
pool = cf.ThreadPoolExecutor(2)
print(pool.submit(len, "abc").result())
