"""multiprocessing: processes, pools, queues, locks, pipes. [slow]"""

import multiprocessing as mp
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import shared_memory


def square(x):
    return x * x


def fail(x):
    raise ValueError(x)


def enter(semaphore, queue):
    with semaphore:
        queue.put('in')


def wait(event, queue):
    event.wait(20)
    queue.put('told')


def run(method):
    ctx = mp.get_context(method)
    print(method)
    with ctx.Pool(2) as pool:
        print(pool.map(square, range(6)), pool.apply(square, (3,)), list(pool.imap(square, [1, 2])),
              pool.starmap(pow, [(2, 3)]), pool.apply_async(square, (4,)).get(20))
        try:
            pool.map(fail, [1])
        except ValueError as e:
            print(repr(e))
    queue, semaphore, event = ctx.Queue(), ctx.Semaphore(2), ctx.Event()
    lock, rlock = ctx.Lock(), ctx.RLock()
    print(lock.acquire(), lock.acquire(timeout=0.01), lock.acquire(False), lock)
    lock.release()
    print(rlock.acquire(), rlock.acquire())
    rlock.release()
    rlock.release()
    for held in lock, rlock:
        try:
            held.release()
        except (ValueError, AssertionError) as e:
            print(type(e).__name__, e)
    workers = [ctx.Process(target=enter, args=(semaphore, queue)) for _ in range(2)]
    for worker in workers:
        worker.start()
    print([queue.get(timeout=20) for _ in workers])
    for worker in workers:
        worker.join()
    print([worker.exitcode for worker in workers])
    worker = ctx.Process(target=wait, args=(event, queue))
    worker.start()
    event.set()
    print(queue.get(timeout=20))
    worker.join()
    left, right = ctx.Pipe()
    left.send({'x': 1})
    print(right.recv(), right.poll())
    left.close()
    try:
        right.recv()
    except EOFError:
        print('end')
    worker = ctx.Process(target=time.sleep, args=(30,))
    worker.start()
    worker.terminate()
    worker.join()
    print(worker.exitcode)


if __name__ == '__main__':
    run('fork')
    run('spawn')
    memory = shared_memory.SharedMemory(create=True, size=16)
    memory.buf[:3] = b'abc'
    again = shared_memory.SharedMemory(name=memory.name)
    print(bytes(again.buf[:3]))
    again.close()
    memory.close()
    memory.unlink()
    with ProcessPoolExecutor(2) as executor:
        print(list(executor.map(square, range(3))))
