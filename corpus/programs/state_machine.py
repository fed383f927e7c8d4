# State machines: a traffic light, a turnstile, a parser of numbers, a matcher.
class StateError(Exception):
    pass


class Machine:
    start = None
    transitions = {}

    def __init_subclass__(cls):
        cls.transitions = {}
        for name, fn in list(vars(cls).items()):
            for source, event, target in getattr(fn, "edges", ()):
                key = source, event
                if key in cls.transitions:
                    raise StateError(f"two edges from {source} on {event}")
                cls.transitions[key] = target, name

    def __init__(self):
        self.state, self.history = self.start, [self.start]

    def fire(self, event, *args):
        try:
            target, name = self.transitions[self.state, event]
        except KeyError:
            raise StateError(f"{type(self).__name__} in {self.state} cannot {event}") from None
        result = getattr(self, name)(*args)
        self.state = target
        self.history.append(target)
        return result

    @classmethod
    def table(cls):
        return [f"{s} --{e}--> {t} ({n})" for (s, e), (t, n) in sorted(cls.transitions.items())]


def on(source, event, target):
    def deco(fn):
        fn.__dict__.setdefault("edges", []).append((source, event, target))
        return fn
    return deco


class Light(Machine):
    start = "red"

    @on("red", "tick", "green")
    @on("green", "tick", "yellow")
    @on("yellow", "tick", "red")
    def advance(self):
        return f"leaving {self.state}"

    @on("red", "fail", "off")
    @on("green", "fail", "off")
    @on("yellow", "fail", "off")
    def broken(self, why):
        return f"failed: {why}"


class Turnstile(Machine):
    start = "locked"
    coins = passed = 0

    @on("locked", "coin", "open")
    @on("open", "coin", "open")
    def pay(self, n=1):
        self.coins += n

    @on("open", "push", "locked")
    def enter(self):
        self.passed += 1


print(*Light.table(), *Turnstile.table(), sep="\n")
light = Light()
print([light.fire("tick") for _ in range(5)], light.state, light.history)
print(light.fire("fail", "lamp"), light.state)
t = Turnstile()
for event in "coin push push coin coin push coin".split():
    try:
        t.fire(event)
    except StateError as e:
        print("StateError:", e)
print(t.coins, t.passed, t.state, vars(t))
for action in (lambda: light.fire("tick"), lambda: t.fire("coin", 1, 2), lambda: t.fire("push", "extra"), lambda: type("Bad", (Machine,), {"a": on("x", "e", "y")(lambda s: 0), "b": on("x", "e", "z")(lambda s: 0)})):
    try:
        print(action())
    except (StateError, TypeError) as e:
        print(type(e).__name__, e)


def kind(c):
    return "digit" if c.isdigit() else "sign" if c in "+-" else "exp" if c in "eE" else c


NUMBER = {"start": {"sign": "signed", "digit": "int", ".": "point"}, "signed": {"digit": "int", ".": "point"}, "int": {"digit": "int", ".": "fraction", "exp": "e"}, "point": {"digit": "fraction"}, "fraction": {"digit": "fraction", "exp": "e"}, "e": {"sign": "esign", "digit": "exponent"}, "esign": {"digit": "exponent"}, "exponent": {"digit": "exponent"}}
ACCEPT = {"int", "fraction", "exponent"}


def accepts(text):
    state = "start"
    for c in text:
        state = NUMBER[state].get(kind(c))
        if state is None:
            return False
    return state in ACCEPT


for text in ["1", "-1.5", "+.5", "1e10", "1.e-5", ".", "e5", "", "-", "1e", "1e+", "1.2.3", "--1", "12a", "00.00E00"]:
    try:
        real = isinstance(float(text), float)
    except ValueError:
        real = False
    print(repr(text), accepts(text), accepts(text) == real)


def regex(pattern):
    """Literals, `.`, `*`, `+`, `?` by simulating states."""
    items = []
    for c in pattern:
        if c in "*+?":
            if not items or items[-1][1]:
                raise StateError(f"nothing to repeat in {pattern!r}")
            items[-1] = items[-1][0], c
        else:
            items.append((c, ""))

    def closure(states):
        todo = list(states)
        for i in todo:
            if i < len(items) and items[i][1] in ("*", "?") and items[i][1] and i + 1 not in todo:
                todo.append(i + 1)
        return set(todo)

    def match(text):
        states = closure({0})
        for ch in text:
            new = set()
            for i in states:
                if i < len(items) and items[i][0] in (".", ch):
                    new.add(i + 1)
                    if items[i][1] in ("*", "+") and items[i][1]:
                        new.add(i)
                        new.add(i + 1)
            states = closure(new)
        return len(items) in states
    return match


for pattern, texts in [("a*b", ["b", "aaab", "a", "ba"]), ("a.c?", ["ab", "abc", "abcc", "a"]), ("x+y+", ["xy", "xxyy", "x", ""]), ("", ["", "a"]), (".*", ["", "anything"]), ("ab?a?b*", ["ab", "aa", "abab", "abbbb"])]:
    m = regex(pattern)
    print(pattern, [(t, m(t)) for t in texts])
for bad in ("*a", "a**"):
    try:
        regex(bad)
    except StateError as e:
        print(e)
