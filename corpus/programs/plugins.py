# A plugin registry by metaclass: versions, dependencies, hooks, serialisation.
class PluginError(Exception):
    pass


class PluginMeta(type):
    registry = {}

    def __new__(mcs, name, bases, ns, *, abstract=False, version="0.0", needs=()):
        cls = super().__new__(mcs, name, bases, ns)
        cls.version = tuple(map(int, version.split(".")))
        cls.needs = tuple(needs)
        cls.hooks = {h: n for b in reversed(cls.__mro__) for n, f in vars(b).items() for h in [getattr(f, "hook", None)] if h}
        if not abstract:
            key = ns.get("name", name.lower())
            old = mcs.registry.get(key)
            if old and old.version >= cls.version:
                raise PluginError(f"{key} {version} is not newer than {'.'.join(map(str, old.version))}")
            mcs.registry[key] = cls
        return cls

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)

    def __repr__(cls):
        return f"<plugin {cls.__name__} {'.'.join(map(str, cls.version))}>"

    def __lt__(cls, other):
        return cls.__name__ < other.__name__

    def __contains__(cls, hook):
        return hook in cls.hooks

    def __iter__(cls):
        return iter(sorted(cls.hooks))

    @property
    def count(cls):
        return len(cls.hooks)


def hook(name):
    def deco(fn):
        fn.hook = name
        return fn
    return deco


class Plugin(metaclass=PluginMeta, abstract=True):
    @hook("describe")
    def describe(self):
        return type(self).__name__

    @hook("load")
    def load(self, app):
        app.log.append("load " + type(self).__name__)


class Text(Plugin, version="1.2"):
    @hook("render")
    def render(self, value):
        return str(value)


class Upper(Text, version="1.3", needs=["text"]):
    @hook("render")
    def shout(self, value):
        return super().render(value).upper()


class Table(Plugin, version="2.0", needs=["text", "upper"]):
    name = "grid"

    @hook("render")
    def render(self, value):
        return " | ".join(map(str, value)) if isinstance(value, (list, tuple)) else None


class App:
    def __init__(self, names):
        self.log, self.plugins = [], {}
        for n in names:
            self.add(n)

    def add(self, name, trail=()):
        if name in self.plugins:
            return
        if name in trail:
            raise PluginError("cycle: " + " -> ".join((*trail, name)))
        try:
            cls = PluginMeta.registry[name]
        except KeyError:
            raise PluginError(f"no plugin {name!r}" + (f", needed by {trail[-1]!r}" if trail else "")) from None
        for need in cls.needs:
            self.add(need, (*trail, name))
        self.plugins[name] = cls()
        self.call(name, "load", self)

    def call(self, name, hook_name, *args):
        plugin = self.plugins[name]
        return getattr(plugin, type(plugin).hooks[hook_name])(*args)

    def all(self, hook_name, *args):
        return {n: self.call(n, hook_name, *args) for n, p in self.plugins.items() if hook_name in type(p)}


print(PluginMeta.registry, sorted(PluginMeta.registry.values()), Upper.hooks, list(Table), Table.count, "render" in Plugin, "load" in Upper)
app = App(["grid"])
print(app.log, list(app.plugins), app.all("render", [1, "two", None]), app.all("describe"))
print(App(["upper"]).all("render", "quiet"))


class Loop1(Plugin, needs=["loop2"]):
    pass


class Loop2(Plugin, needs=["loop1"]):
    pass


class Needy(Plugin, needs=["absent"]):
    pass


for names in (["loop1"], ["needy"], ["nothing"]):
    try:
        App(names)
    except PluginError as e:
        print("PluginError", e)
for code in ["class Text(Plugin, version='1.0'): pass", "class Text(Plugin, version='10.0'): pass", "class X(Plugin, version='a.b'): pass", "class Y(Plugin, colour=1): pass", "class Z(Plugin, abstract=True): pass", "Plugin.count = 5", "Plugin()", "class W(Text, int, version='1'): pass", "class V(Plugin, dict): pass"]:
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!", type(e).__name__, e)
print(sorted(PluginMeta.registry), PluginMeta.registry["text"], isinstance(app.plugins["upper"], Text), type(Text).__name__)
