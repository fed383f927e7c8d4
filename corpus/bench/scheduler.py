"""[slow] A simulated round-robin kernel: many short methods, attribute reads and
writes, linked queues of packets, a little inheritance."""
import sys


class Packet:
    def __init__(self, kind, value):
        self.link = None
        self.kind = kind
        self.value = value
        self.hops = 0


class Queue:
    def __init__(self):
        self.head = None
        self.tail = None
        self.size = 0

    def put(self, packet):
        packet.link = None
        if self.tail is None:
            self.head = packet
        else:
            self.tail.link = packet
        self.tail = packet
        self.size += 1

    def take(self):
        packet = self.head
        self.head = packet.link
        if self.head is None:
            self.tail = None
        self.size -= 1
        return packet

    def empty(self):
        return self.head is None


class Task:
    def __init__(self, ident, priority):
        self.ident = ident
        self.priority = priority
        self.inbox = Queue()
        self.runs = 0
        self.waiting = False

    def ready(self):
        return not self.waiting and not self.inbox.empty()

    def step(self, kernel):
        self.runs += 1
        packet = self.inbox.take()
        packet.hops += 1
        self.handle(kernel, packet)

    def handle(self, kernel, packet):
        kernel.send(packet, 0)


class Idle(Task):
    def __init__(self, ident, priority):
        Task.__init__(self, ident, priority)
        self.seed = 1

    def handle(self, kernel, packet):
        if self.seed & 1:
            self.seed = (self.seed >> 1) ^ 0xD008
            kernel.send(packet, 1)
        else:
            self.seed = self.seed >> 1
            kernel.send(packet, 2)


class Worker(Task):
    def __init__(self, ident, priority):
        Task.__init__(self, ident, priority)
        self.letters = 0

    def handle(self, kernel, packet):
        self.letters = (self.letters * 26 + packet.value) % 99991
        packet.value = self.letters % 26
        kernel.send(packet, 3 if packet.kind == 0 else 4)


class Device(Task):
    def __init__(self, ident, priority):
        Task.__init__(self, ident, priority)
        self.held = 0

    def handle(self, kernel, packet):
        self.held += packet.value
        if self.held > 50:
            self.held -= 50
            kernel.interrupts += 1
        kernel.send(packet, 0)


class Kernel:
    def __init__(self):
        self.tasks = [Idle(0, 1), Worker(1, 5), Worker(2, 4), Device(3, 8), Device(4, 9)]
        self.sent = 0
        self.interrupts = 0

    def send(self, packet, target):
        self.sent += 1
        self.tasks[target].inbox.put(packet)

    def pick(self):
        best = None
        for task in self.tasks:
            if task.ready():
                if best is None or task.priority > best.priority:
                    best = task
        return best

    def run(self, steps):
        for _ in range(steps):
            task = self.pick()
            if task is None:
                break
            task.step(self)


def main(n):
    kernel = Kernel()
    for i in range(6):
        kernel.send(Packet(i % 2, i * 3), 0)
    kernel.run(n)
    out = kernel.sent + kernel.interrupts
    for task in kernel.tasks:
        out = out * 31 % 1000003 + task.runs
    return out


n = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
print("checksum", main(n))
