# A discrete event simulation on a binary heap: customers, tellers, statistics.
class Heap:
    def __init__(self, items=()):
        self.a = []
        for x in items:
            self.push(x)

    def __len__(self):
        return len(self.a)

    def push(self, x):
        a = self.a
        a.append(x)
        i = len(a) - 1
        while i and a[i] < a[(i - 1) // 2]:
            a[i], a[(i - 1) // 2] = a[(i - 1) // 2], a[i]
            i = (i - 1) // 2

    def pop(self):
        a = self.a
        if not a:
            raise IndexError("pop from an empty heap")
        a[0], a[-1] = a[-1], a[0]
        top = a.pop()
        i, n = 0, len(a)
        while True:
            small = i
            for c in (2 * i + 1, 2 * i + 2):
                if c < n and a[c] < a[small]:
                    small = c
            if small == i:
                return top
            a[i], a[small] = a[small], a[i]
            i = small


class Event:
    serial = 0

    def __init__(self, time, action, *args):
        Event.serial += 1
        self.time, self.serial, self.action, self.args = time, Event.serial, action, args

    def __lt__(self, other):
        return (self.time, self.serial) < (other.time, other.serial)


class Simulation:
    def __init__(self):
        self.now, self.queue = 0, Heap()

    def after(self, delay, action, *args):
        self.queue.push(Event(self.now + delay, action, *args))

    def run(self, until):
        count = 0
        while self.queue:
            event = self.queue.pop()
            if event.time > until:
                break
            self.now = event.time
            event.action(*event.args)
            count += 1
        return count


def noise(seed):
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) & (1 << 64) - 1
        yield seed >> 33


class Shop(Simulation):
    def __init__(self, tellers, seed):
        super().__init__()
        self.free, self.waiting, self.rand = tellers, [], noise(seed)
        self.waits, self.served, self.longest, self.log = [], 0, 0, []

    def pick(self, low, high):
        return low + next(self.rand) % (high - low + 1)

    def arrive(self, n):
        self.note("arrives", n)
        self.waiting.append((n, self.now))
        self.longest = max(self.longest, len(self.waiting))
        self.start()
        self.after(self.pick(1, 9), self.arrive, n + 1)

    def start(self):
        if self.free and self.waiting:
            self.free -= 1
            n, since = self.waiting.pop(0)
            self.waits.append(self.now - since)
            self.note("starts", n)
            self.after(self.pick(4, 14), self.leave, n)

    def leave(self, n):
        self.free += 1
        self.served += 1
        self.note("leaves", n)
        self.start()

    def note(self, what, n):
        if len(self.log) < 25:
            self.log.append(f"{self.now:4} customer {n} {what}")


for tellers in (1, 2, 3):
    shop = Shop(tellers, seed=42)
    shop.after(0, shop.arrive, 1)
    events = shop.run(1000)
    if tellers == 2:
        print(*shop.log, sep="\n")
    print(f"{tellers} tellers: {events} events, {shop.served} served, average wait {sum(shop.waits) / len(shop.waits):.3f}, longest queue {shop.longest}")
h = Heap([5, 3, 8, 1, 9, 2, 2, 7])
print([h.pop() for _ in range(len(h))])
try:
    h.pop()
except IndexError as e:
    print(e)
words = Heap("the quick brown fox jumps over the lazy dog".split())
print([words.pop() for _ in range(len(words))])
sim = Simulation()
ticks = []


def tick(name, every, left):
    ticks.append((sim.now, name))
    if left:
        sim.after(every, tick, name, every, left - 1)


sim.after(0, tick, "a", 3, 4)
sim.after(0, tick, "b", 2, 5)
print(sim.run(8), ticks, len(sim.queue), sim.run(100), ticks[-3:])
