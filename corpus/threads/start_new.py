"""_thread.start_new_thread: arguments, identities, count, sentinel, errors."""
import _thread

done = _thread.allocate_lock()
done.acquire()
seen = []


def run(*args, **kwargs):
    seen.append((args, kwargs, _thread.get_ident() != main, _thread._count() >= 1))
    done.release()


main = _thread.get_ident()
ident = _thread.start_new_thread(run, (1, 2), {"k": 3})
done.acquire()
print(type(ident), ident != main, seen)

ident = _thread.start_new(run, ())
done.acquire()
print(seen[1][0], seen[1][1])

for args in [(), (1, ()), (run, []), (run, (), []), (run, (), {}, 1)]:
    try:
        _thread.start_new_thread(*args)
    except TypeError as e:
        print(type(e).__name__, e)

# The sentinel is let go of when the thread has ended.
box = []


def with_sentinel():
    sentinel = _thread._set_sentinel()
    sentinel.acquire()
    box.append(sentinel)
    done.release()


_thread.start_new_thread(with_sentinel, ())
done.acquire()
print(box[0].acquire(timeout=30), box[0].locked())

# SystemExit ends a thread silently; _thread.exit raises it.


def leave():
    try:
        _thread.exit()
    finally:
        done.release()


_thread.start_new_thread(leave, ())
done.acquire()

for size in (0, 1 << 20, 0):
    print(_thread.stack_size(size))
for size in (1, -1):
    try:
        _thread.stack_size(size)
    except ValueError as e:
        print(e)
