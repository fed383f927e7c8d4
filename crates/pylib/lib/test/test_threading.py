"""Tests of threads and what they share."""

import threading
import time
import unittest
from test import support


def in_threads(count, function):
    """Runs a function of a number in so many threads, and waits for all."""
    threads = [threading.Thread(target=function, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(support.LONG_TIMEOUT)
    return threads


class Threads(unittest.TestCase):
    def test_every_thread_runs_and_ends(self):
        seen = []
        threads = in_threads(8, seen.append)
        self.assertEqual(sorted(seen), list(range(8)))
        self.assertFalse(any(thread.is_alive() for thread in threads))

    def test_names_and_idents(self):
        found = {}
        def note(number):
            current = threading.current_thread()
            found[number] = (current.ident == threading.get_ident(), current in threading.enumerate())
        in_threads(4, note)
        self.assertEqual(found, {number: (True, True) for number in range(4)})

    def test_a_thread_starts_once(self):
        thread = threading.Thread(target=int)
        self.assertRaises(RuntimeError, thread.join)
        thread.start()
        thread.join()
        self.assertRaises(RuntimeError, thread.start)

    def test_an_exception_goes_to_the_hook(self):
        told = []
        with support.swap_attr(threading, "excepthook", told.append):
            in_threads(1, lambda number: [][number])
        self.assertIs(told[0].exc_type, IndexError)

    def test_each_thread_has_its_own_data(self):
        local, seen = threading.local(), []
        def work(number):
            local.value = number
            time.sleep(0.001)
            seen.append(local.value == number)
        in_threads(6, work)
        self.assertEqual(seen, [True] * 6)
        self.assertFalse(hasattr(local, "value"))


class Locks(unittest.TestCase):
    def test_a_lock_keeps_others_out(self):
        lock, total = threading.Lock(), [0]
        def add(number):
            for _ in range(200):
                with lock:
                    before = total[0]
                    total[0] = before + 1
        in_threads(5, add)
        self.assertEqual(total, [1000])
        self.assertRaises(RuntimeError, lock.release)

    def test_waiting_has_an_end(self):
        lock = threading.Lock()
        lock.acquire()
        self.assertFalse(lock.acquire(timeout=0.01))
        self.assertFalse(lock.acquire(blocking=False))
        self.assertFalse(threading.Event().wait(0.01))

    def test_an_rlock_belongs_to_its_thread(self):
        lock, refused = threading.RLock(), []
        def release(_):
            try:
                lock.release()
            except RuntimeError as e:
                refused.append(str(e))
        with lock, lock:
            in_threads(1, release)
        self.assertEqual(len(refused), 1)

    def test_a_condition_wakes_who_waits(self):
        condition, ready, woken = threading.Condition(), [], []
        def wait(number):
            with condition:
                ready.append(number)
                condition.wait_for(lambda: "go" in ready, support.LONG_TIMEOUT)
                woken.append(number)
        def wake():
            while len(ready) < 3:
                time.sleep(0.001)
            with condition:
                ready.append("go")
                condition.notify_all()
        waker = threading.Thread(target=wake)
        waker.start()
        in_threads(3, wait)
        waker.join()
        self.assertEqual(sorted(woken), [0, 1, 2])

    def test_a_barrier_lets_all_through_together(self):
        barrier, passed = threading.Barrier(4), []
        in_threads(4, lambda number: passed.append(barrier.wait(support.LONG_TIMEOUT)))
        self.assertEqual(sorted(passed), [0, 1, 2, 3])


if __name__ == "__main__":
    unittest.main()
