# The rows of FAT Python's table, measured through its API: appended to the probes.

import fat


def get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def other_sep(path):
    return b"\\" if isinstance(path, bytes) else "\\"


def is_absolute(path):
    return path.startswith(get_sep(path))


def is_absolute_inlined(path):
    return path.startswith("/")


sep_code, other_sep_code = get_sep.__code__, other_sep.__code__


def len_const():
    return len("abc")


def len_const_folded():
    return 3


def len_object(x):
    return len(x)


def len_object_constant(x):
    return "len"(x)


def call_global(x):
    return callee(x)


def call_global_constant(x):
    return "callee"(x)


def append(items, source):
    for item in source:
        items.append(item)


def append_hoisted(items, source):
    put = items.append
    for item in source:
        put(item)


def empty():
    pass


def empty_again():
    pass


NAMESPACE = {}


def sep_swap(i):
    get_sep.__code__ = sep_code if i & 1 else other_sep_code


def dict_write(i):
    # A key that nobody guards: every guard of the dict looks at its values again.
    NAMESPACE["unrelated"] = i


def guarded_dicts(count):
    names = ["guarded_%d" % k for k in range(count)]
    NAMESPACE.update((name, name) for name in names)
    return [fat.GuardDict(NAMESPACE, name) for name in names]


def by_type():
    return [fat.GuardArgType(0, (list,))]


# The function, the one that replaces it while guards hold, the guards, and a loop's arguments.
ROWS = {
    "len_abc": (len_const, len_const_folded, lambda: [fat.GuardBuiltins("len")], ()),
    "len_obj": (len_object, len_object_constant, lambda: [fat.GuardBuiltins("len")], (TRIPLE,)),
    "global_function": (call_global, call_global_constant, lambda: [fat.GuardGlobals("callee")], (1,)),
    "isabs": (
        is_absolute,
        is_absolute_inlined,
        lambda: [
            fat.GuardArgType(0, (str,)),
            fat.GuardGlobals("get_sep"),
            fat.GuardFunc(get_sep),
            fat.GuardBuiltins("isinstance"),
        ],
        ("/usr/bin",),
    ),
    "unspecialised": (empty, empty_again, None, ()),
}
for count in (1, 10, 1000, 100000):
    ROWS["append_%d" % count] = (append, append_hoisted, by_type, (None, range(count)))
for count in (1, 10, 100, 1000):
    ROWS["guards_%d" % count] = (empty, empty_again, lambda count=count: guarded_dicts(count), ())


def loop(func, arguments):
    def hot_none(n):
        s = None
        for _ in range(n):
            s = func()
        return s

    def hot_one(n):
        s, x = None, arguments[0]
        for _ in range(n):
            s = func(x)
        return s

    def hot_fresh(n):
        source = arguments[1]
        for _ in range(n):
            func([], source)

    return (hot_none, hot_one, hot_fresh)[len(arguments)]


def prepare(cell):
    func, fast, guards, arguments = ROWS[cell["probe"]]
    constants = {"len": len, "callee": callee}
    fast.__code__ = fat.replace_consts(fast.__code__, constants)
    if cell["guards"] == "fat" and guards is not None:
        fat.specialize(func, fast, guards())
    elif cell["guards"] == "fat":
        # A function that was specialised once, and is no more.
        sys.modules["guards"].specialize(func, fast, [fat.GuardArgType(0, (int,))])
        sys.modules["guards"].remove_specialized(func)
    timed = loop(fast if cell["guards"] == "none" else func, arguments)
    globals()["hot_" + cell["probe"]] = lambda n: hash(timed(n))


main(prepare)
