# Cooperative tasks as generators: a round-robin scheduler with messages.
class Task:
    next_id = 0

    def __init__(self, name, gen, priority=0):
        Task.next_id += 1
        self.id, self.name, self.gen, self.priority = Task.next_id, name, gen, priority
        self.inbox, self.value, self.result, self.steps = [], None, None, 0

    def __repr__(self):
        return f"Task({self.name})"


class Op:
    pass


class Sleep(Op):
    def __init__(self, ticks):
        self.ticks = ticks


class Send(Op):
    def __init__(self, to, message):
        self.to, self.message = to, message


class Receive(Op):
    pass


class Spawn(Op):
    def __init__(self, name, gen):
        self.name, self.gen = name, gen


class Join(Op):
    def __init__(self, name):
        self.name = name


class Kernel:
    def __init__(self):
        self.ready, self.sleeping, self.receiving, self.joining, self.done, self.tasks = [], [], [], [], {}, {}
        self.clock = 0
        self.log = []

    def spawn(self, name, gen):
        task = self.tasks[name] = Task(name, gen)
        self.ready.append(task)
        return task

    def say(self, *words):
        self.log.append(f"[{self.clock}] " + " ".join(map(str, words)))

    def step(self, task):
        task.steps += 1
        try:
            op = task.gen.send(task.value)
        except StopIteration as stop:
            self.finish(task, stop.value)
            return
        except Exception as e:
            self.say(task, "failed:", type(e).__name__, e)
            self.finish(task, e)
            return
        task.value = None
        getattr(self, "do_" + type(op).__name__.lower(), self.do_unknown)(task, op)

    def do_unknown(self, task, op):
        task.value = ("unknown", op)
        self.ready.append(task)

    def do_sleep(self, task, op):
        self.sleeping.append((self.clock + op.ticks, task.id, task))
        self.sleeping.sort()

    def do_send(self, task, op):
        to = self.tasks.get(op.to)
        if to is None:
            task.value = False
        else:
            to.inbox.append((task.name, op.message))
            task.value = True
        self.ready.append(task)

    def do_receive(self, task, op):
        self.receiving.append(task)

    def do_spawn(self, task, op):
        task.value = self.spawn(op.name, op.gen)
        self.ready.append(task)

    def do_join(self, task, op):
        self.joining.append((op.name, task))

    def finish(self, task, value):
        task.result = value
        self.done[task.name] = value
        self.say(task, "done:", repr(value), "steps", task.steps)

    def wake(self):
        for task in [t for t in self.receiving if t.inbox]:
            self.receiving.remove(task)
            task.value = task.inbox.pop(0)
            self.ready.append(task)
        for pair in [p for p in self.joining if p[0] in self.done]:
            self.joining.remove(pair)
            pair[1].value = self.done[pair[0]]
            self.ready.append(pair[1])
        while self.sleeping and self.sleeping[0][0] <= self.clock:
            self.ready.append(self.sleeping.pop(0)[2])

    def run(self, limit=200):
        while limit:
            limit -= 1
            self.wake()
            if self.ready:
                self.step(self.ready.pop(0))
            elif self.sleeping:
                self.clock = self.sleeping[0][0]
            else:
                break
        stuck = [t.name for t in self.receiving] + [t.name for _, t in self.joining]
        return "deadlock: " + ", ".join(stuck) if stuck else "all done"


def producer(kernel, n, to):
    for i in range(n):
        yield Sleep(2)
        ok = yield Send(to, i * i)
        kernel.say("producer sent", i * i, ok)
    yield Send(to, None)
    return n


def consumer(kernel):
    total = 0
    while True:
        sender, message = yield Receive()
        if message is None:
            return total
        total += message
        kernel.say("consumer got", message, "from", sender)


def failing():
    yield Sleep(1)
    yield from helper()


def helper():
    yield Sleep(1)
    raise ValueError("helper broke")


def main(kernel):
    yield Spawn("consumer", consumer(kernel))
    yield Spawn("producer", producer(kernel, 4, "consumer"))
    bad = yield Spawn("failing", failing())
    kernel.say("spawned", bad)
    print("unknown op gives", (yield Op())[0])
    print("send to nobody", (yield Send("nobody", 1)))
    total = yield Join("consumer")
    error = yield Join("failing")
    return total, repr(error)


def waits_forever():
    yield Receive()


k = Kernel()
k.spawn("main", main(k))
print(k.run())
print(*k.log, sep="\n")
k = Kernel()
k.spawn("lonely", waits_forever())
k.spawn("joiner", (x for x in [Join("nobody")]))
print(k.run())
k = Kernel()
for i in range(5):
    k.spawn(f"t{i}", (Sleep(d) for d in range(i, i + 3)))
print(k.run(), k.clock, *k.log, sep="\n")
