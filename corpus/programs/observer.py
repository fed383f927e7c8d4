# Observable values, computed values, undo and an event bus.
class Signal:
    def __init__(self):
        self.slots = []

    def connect(self, fn, priority=0):
        self.slots.append((priority, len(self.slots), fn))
        self.slots.sort(key=lambda s: (-s[0], s[1]))
        return lambda: self.slots.remove(next(s for s in self.slots if s[2] is fn))

    def emit(self, *args):
        errors = []
        for _, _, fn in list(self.slots):
            try:
                if fn(*args) is False:
                    break
            except Exception as e:
                errors.append(e)
        return errors


class Field:
    def __init__(self, default=None, check=None):
        self.default, self.check = default, check

    def __set_name__(self, owner, name):
        self.name = name
        owner.__dict__.get("fields", owner.fields).append(name) if "fields" in owner.__dict__ else setattr(owner, "fields", [*getattr(owner, "fields", ()), name])

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        current = Computed.active
        if current is not None:
            current.sources.add((id(obj), self.name))
            obj.changed.connect(current.invalidate)
        return obj.data.get(self.name, self.default)

    def __set__(self, obj, value):
        if self.check and not self.check(value):
            raise ValueError(f"{self.name} cannot be {value!r}")
        old = obj.data.get(self.name, self.default)
        if old != value:
            obj.data[self.name] = value
            obj.undo.append((self.name, old))
            obj.changed.emit(self.name, old, value)


class Model:
    fields = []

    def __init__(self, **values):
        self.data, self.undo, self.changed = {}, [], Signal()
        for k, v in values.items():
            if k not in self.fields:
                raise TypeError(f"{type(self).__name__} has no field {k!r}")
            setattr(self, k, v)

    def revert(self):
        if not self.undo:
            raise IndexError("nothing to undo")
        name, old = self.undo.pop()
        new = self.data[name]
        self.data[name] = old
        self.changed.emit(name, new, old)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{f}={getattr(self, f)!r}' for f in self.fields)})"


class Computed:
    active = None

    def __init__(self, fn):
        self.fn, self.valid, self.value, self.sources, self.runs = fn, False, None, set(), 0

    def invalidate(self, name, *rest):
        self.valid = False

    def __call__(self):
        if not self.valid:
            previous, Computed.active = Computed.active, self
            try:
                self.value = self.fn()
                self.valid = True
                self.runs += 1
            finally:
                Computed.active = previous
        return self.value


class Rect(Model):
    width = Field(1, lambda v: v > 0)
    height = Field(1, lambda v: v > 0)
    label = Field("")


r = Rect(width=3, height=4)
area = Computed(lambda: r.width * r.height)
log = []
disconnect = r.changed.connect(lambda n, old, new: log.append(f"{n}: {old}->{new}"))
print(r, Rect.fields, area(), area(), area.runs)
r.width = 10
r.label = "big"
r.label = "big"
print(area(), area.runs, log, len(area.sources))
for fn in (lambda: setattr(r, "width", -1), lambda: Rect(depth=1), lambda: setattr(r, "width", "x")):
    try:
        fn()
    except Exception as e:
        print(type(e).__name__, e)
while r.undo:
    r.revert()
print(r, log[-4:], area())
try:
    r.revert()
except IndexError as e:
    print(e)
disconnect()
r.width = 99
print(len(log), area())


class Bus:
    def __init__(self):
        self.topics = {}

    def on(self, topic, priority=0):
        def deco(fn):
            self.topics.setdefault(topic, Signal()).connect(fn, priority)
            return fn
        return deco

    def send(self, topic, *args):
        parts = topic.split(".")
        names = [".".join(parts[:i]) for i in range(len(parts), 0, -1)] + ["*"]
        return [e for n in names if n in self.topics for e in self.topics[n].emit(topic, *args)]


bus = Bus()
out = []


@bus.on("user.login")
def greet(topic, name):
    out.append(f"hello {name}")


@bus.on("user.login", priority=5)
def first(topic, name):
    out.append(f"first {name}")
    return name != "blocked"


@bus.on("user")
def user(topic, *args):
    out.append(f"user event {topic} {args}")


@bus.on("*")
def everything(topic, *args):
    if topic == "crash":
        raise RuntimeError("listener failed")
    out.append("* " + topic)


print(bus.send("user.login", "ann"), bus.send("user.login", "blocked"), bus.send("user.logout"), bus.send("crash"), bus.send("user.login"))
print(*out, sep="\n")
