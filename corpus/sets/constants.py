"""Membership in sets of constants, which the compiler makes: every kind of constant is found in them."""


def found(x):
    return [
        x in {None, ""},
        x in {..., 2},
        x in {True, "yes"},
        x in {False, "no"},
        x in {7, "seven"},
        x in {10**30, "much"},
        x in {1.5, "float"},
        x in {2j, "complex"},
        x in {b"bytes", "bytes"},
        x in {"word", "two words"},
        x in {"\udc80", "half"},
        x in {(), "empty"},
        x in {(None, 1, (2.5, ...)), "tuple"},
        x in {(True, "a", (b"b", 3j)), "deep"},
    ]


MEMBERS = (None, ..., True, False, 7, 10**30, 1.5, 2j, b"bytes", "two words", "\udc80", (), (None, 1, (2.5, ...)))
for member in MEMBERS + ((True, "a", (b"b", 3j)), 1, 0, 7.0, (1, "a", (b"b", 3j)), "absent"):
    print(ascii(member), [i for i, answer in enumerate(found(member)) if answer])

for constant in found.__code__.co_consts:
    if isinstance(constant, frozenset):
        print(constant == frozenset(list(constant)), all(member in constant for member in list(constant)))
