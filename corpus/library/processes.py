"""`multiprocessing` [slow]: processes, pools, queues, pipes and what they wait for, all by forking."""

import multiprocessing
from concurrent.futures import *
from concurrent.futures import ProcessPoolExecutor


def put(queue, value):
    queue.put(value * 2)


def square(x):
    return x * x


def answer(lock, pipe, event):
    with lock:
        pipe.send("ready")
    event.wait()


def fail(x):
    raise ValueError(f"in a worker: {x}")


def main():
    queue = multiprocessing.Queue()
    processes = [multiprocessing.Process(target=put, args=(queue, i)) for i in range(3)]
    for p in processes:
        p.start()
    print(sorted(queue.get() for _ in processes))
    for p in processes:
        p.join()
    print([p.exitcode for p in processes])

    with multiprocessing.Pool(2) as pool:
        print(pool.map(square, range(5)), pool.apply(square, (7,)), list(pool.imap(square, [1, 2])))
        try:
            pool.apply_async(fail, (1,)).get(30)
        except ValueError as e:
            print(repr(e))
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(square, [1, 2, 3])))

    lock, event = multiprocessing.Lock(), multiprocessing.Event()
    here, there = multiprocessing.Pipe()
    p = multiprocessing.Process(target=answer, args=(lock, there, event))
    p.start()
    print(here.recv())
    event.set()
    p.join()
    print(p.exitcode, lock)

    semaphore = multiprocessing.BoundedSemaphore(2)
    print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(False), semaphore.acquire(timeout=0.01))
    semaphore.release()
    print(semaphore, multiprocessing.RLock(), multiprocessing.Condition())
    for wrong in semaphore.release, semaphore.release, multiprocessing.RLock().release, lock.release:
        try:
            print(wrong())
        except (ValueError, AssertionError) as e:
            print(type(e).__name__, e)
    again = multiprocessing.RLock()
    with again, again:
        print(again)

    p = multiprocessing.Process(target=event.wait)
    event.clear()
    p.start()
    p.terminate()
    p.join()
    print(p.exitcode)


if __name__ == "__main__":
    main()
