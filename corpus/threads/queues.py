"""[slow] queue.Queue and its kin between producers and consumers."""
import queue
import threading


def run(q, producers, consumers, each):
    taken, guard = [], threading.Lock()

    def produce(n):
        for i in range(each):
            q.put((i, n))

    def consume():
        while True:
            item = q.get()
            if item is None or item[0] is END:
                break
            with guard:
                taken.append(item)

    END = float("inf")
    ps = [threading.Thread(target=produce, args=(n,)) for n in range(producers)]
    cs = [threading.Thread(target=consume) for _ in range(consumers)]
    for t in ps + cs:
        t.start()
    for t in ps:
        t.join()
    for _ in cs:
        q.put((END, 0))
    for t in cs:
        t.join()
    return sorted(taken) == sorted((i, n) for i in range(each) for n in range(producers))


for make in (queue.Queue, lambda: queue.Queue(2), queue.PriorityQueue, queue.SimpleQueue):
    print(run(make(), 3, 1, 30), end=" ")
print(run(queue.Queue(1), 2, 3, 30))

last = queue.LifoQueue()
t = threading.Thread(target=lambda: [last.put(i) for i in range(3)])
t.start()
t.join()
print([last.get() for _ in range(3)])

q = queue.Queue(1)
q.put("full")
for act in (lambda: q.put(1, timeout=0.01), lambda: q.put_nowait(1)):
    try:
        act()
    except queue.Full as e:
        print("Full", e)
q.get()
for act in (lambda: q.get(timeout=0.01), q.get_nowait, lambda: queue.SimpleQueue().get(timeout=0.01)):
    try:
        act()
    except queue.Empty as e:
        print("Empty", e)

work = queue.Queue()
done = []


def worker():
    while True:
        n = work.get()
        done.append(n * n)
        work.task_done()


for _ in range(2):
    threading.Thread(target=worker, daemon=True).start()
for n in range(10):
    work.put(n)
work.join()
print(sorted(done))
