"""Runs a script again and again, mutated at one event of the language after the other.

Arguments: the event (line, call, backedge), the kind of mutation, the number of the event (0: all, one
after the other), the script, its arguments. One line for each run: the number, what the script printed,
how it ended. The same lines are due under every setting.
"""

import builtins
import io
import re
import sys
import types

import guards

event, kind, which, script, *arguments = sys.argv[1:]
real = dict(vars(builtins))

# Every event up to this one is tried, then ever fewer.
EVERY = 256


def changed(value):
    """Another value of the same type, where there is a plain one."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)):
        return value + 1
    if isinstance(value, str):
        return value + "'"
    return value


def stand_in(function):
    """Does what a function does, but for the result."""
    return lambda *args, **kwargs: changed(function(*args, **kwargs))


def names_of(code):
    names = set(code.co_names)
    for const in code.co_consts:
        if isinstance(const, types.CodeType):
            names |= names_of(const)
    return names


class World:
    """What can be mutated in a program that runs in a namespace."""

    def __init__(self, names, code):
        self.names = names
        used = sorted(names_of(code) - {"print", "__import__", "__build_class__"})
        self.builtins = [n for n in used if isinstance(real.get(n), types.BuiltinFunctionType)]

    def all_of(self, chosen):
        return [(name, value) for name, value in sorted(self.names.items()) if chosen(value)]

    def functions(self):
        return self.all_of(lambda v: isinstance(v, types.FunctionType) and v.__globals__ is self.names)

    def classes(self):
        return [c for _, c in self.all_of(lambda v: isinstance(v, type) and v.__module__ == "__main__")]

    def instances(self):
        classes = self.classes()
        return [o for _, o in self.all_of(lambda v: type(v) in classes)]

    def methods(self):
        for cls in self.classes():
            for name, value in sorted(vars(cls).items()):
                if isinstance(value, types.FunctionType) and not name.startswith("__"):
                    yield cls, name, value

    def data(self):
        return self.all_of(lambda v: isinstance(v, (int, float, str)))


def each(targets, act):
    """Acts on each target; one that refuses stays as it is."""
    for target in targets:
        try:
            act(*target) if isinstance(target, tuple) else act(target)
        except (AttributeError, TypeError, ValueError):
            pass


def builtin_same(w):
    each(w.builtins, lambda n: setattr(builtins, n, real[n]))


def builtin_alt(w):
    each(w.builtins, lambda n: setattr(builtins, n, stand_in(real[n])))


def builtin_flip(w):
    builtin_alt(w)
    builtin_same(w)


def builtin_add(w):
    builtins.unrelated_builtin = 1


def global_add(w):
    w.names["unrelated_global"] = 1


def global_grow(w):
    w.names.update(("grown_%d" % i, i) for i in range(50))


def global_other(w):
    w.names["__name__"] = w.names["__name__"]


def global_rebind(w):
    each([t for t in w.data() if not t[0].startswith("__")], lambda n, v: w.names.update({n: changed(v)}))


def global_shadow(w):
    each(w.builtins, lambda n: w.names.update({n: stand_in(real[n])}))


def func_rebind(w):
    each(w.functions(), lambda n, f: w.names.update({n: stand_in(f)}))


def shape(function):
    code = function.__code__
    return code.co_argcount, code.co_kwonlyargcount, code.co_flags, code.co_freevars


def rotated(functions):
    """Pairs of functions whose codes may stand for each other."""
    shapes = {}
    for f in functions:
        shapes.setdefault(shape(f), []).append(f)
    for alike in shapes.values():
        yield from zip(alike, alike[1:] + alike[:1])


def code_same(w):
    each(w.functions(), lambda n, f: setattr(f, "__code__", f.__code__))


def code_swap(w):
    pairs = list(rotated([f for _, f in w.functions()] + [f for *_, f in w.methods()]))
    codes = [other.__code__ for _, other in pairs]
    each([(f, code) for (f, _), code in zip(pairs, codes)], lambda f, code: setattr(f, "__code__", code))


def defaults(w):
    functions = [f for _, f in w.functions() if f.__defaults__]
    each(functions, lambda f: setattr(f, "__defaults__", tuple(map(changed, f.__defaults__))))


def closure_cell(w):
    cells = [cell for _, f in w.functions() for cell in f.__closure__ or ()]
    each(cells, lambda cell: setattr(cell, "cell_contents", changed(cell.cell_contents)))


def class_attr(w):
    for cls in w.classes():
        cls.unrelated_attribute = 1
        each([t for t in sorted(vars(cls).items()) if not t[0].startswith("__")],
             lambda n, v: setattr(cls, n, changed(v)))


def base_attr(w):
    each([base for cls in w.classes() for base in cls.__mro__[1:-1]],
         lambda base: setattr(base, "unrelated_attribute", 1))


def method_swap(w):
    each(list(w.methods()), lambda cls, n, f: setattr(cls, n, stand_in(f)))


def between(*bases):
    return type("Between", bases, {})


def bases(w):
    each(w.classes(), lambda cls: setattr(cls, "__bases__", (between(*cls.__bases__),)))


def class_assign(w):
    each(w.instances(), lambda o: setattr(o, "__class__", between(type(o))))


def inst_attr(w):
    for o in w.instances():
        each(sorted(getattr(o, "__dict__", {}).items()), lambda n, v: setattr(o, n, changed(v)))


def inst_add(w):
    each(w.instances(), lambda o: setattr(o, "unrelated_attribute", 1))


def inst_shadow(w):
    for o in w.instances():
        own = [(n, f) for cls, n, f in w.methods() if isinstance(o, cls)]
        each(own, lambda n, f: setattr(o, n, stand_in(f.__get__(o))))


def module_attr(w):
    sys.unrelated_attribute = 1


def trace_on_off(w):
    sys.settrace(lambda *event: None)
    sys.settrace(None)


def replace_everywhere(w):
    import theseus

    for f, other in list(rotated([f for _, f in w.functions()]))[:1]:
        if f is not other:
            theseus.replace(f, other)


KINDS = {f.__name__: f for f in (
    builtin_same, builtin_flip, builtin_alt, builtin_add, global_add, global_grow, global_other, global_rebind,
    global_shadow, code_same, code_swap, func_rebind, defaults, class_attr, base_attr, method_swap, inst_attr,
    inst_shadow, inst_add, closure_cell, module_attr, bases, class_assign, trace_on_off, replace_everywhere)}


def restore():
    """The builtins and the modules that a run finds."""
    space = vars(builtins)
    for name in set(space) - set(real):
        del space[name]
    space.update(real)


def run(source, k):
    """One run: whether the event was reached, and what came of it."""
    # A code of its own, whose sites are cold.
    code = compile(source, script, "exec")
    main = types.ModuleType("__main__")
    names = vars(main)
    names.update(__file__=script, __builtins__=builtins)
    world, reached, waiting = World(names, code), [], [True]

    def fire():
        # What comes after the script's end is no event of it.
        if waiting and sys._getframe(1).f_code is not run.__code__:
            reached.append(True)
            KINDS[kind](world)

    shown, sys.argv, sys.modules["__main__"] = sys.stdout, [script, *arguments], main
    sys.stdout = out = io.StringIO()
    try:
        # One line of ours is seen before those of the script.
        guards.at(event, k + (event == "line"), fire); exec(code, names)
        ended = "ended"
    except BaseException as e:
        ended = type(e).__name__ + ": " + real["str"](e)
    waiting.clear()
    sys.stdout = shown
    restore()
    # Where objects lie is no matter of the language.
    text, ended = (re.sub(r"\b0x[0-9a-f]+", "0x", t) for t in (out.getvalue(), ended))
    return bool(reached), text, ended


def main():
    with open(script, "rb") as file:
        source = file.read()
    k = int(which) or 1
    while True:
        reached, text, ended = run(source, k)
        if not reached:
            print("no event", k)
            return
        print(k, repr(text), ended)
        if int(which):
            return
        k += 1 if k < EVERY else k // 64


main()
