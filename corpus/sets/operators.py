# Set operators and methods with sets, frozensets and other iterables.
a, b = {1, 2, 3, 4}, {3, 4, 5}
S = sorted
print(S(a | b), S(a & b), S(a - b), S(a ^ b), S(b - a), a == b, a != b, a < b, {3} < b, b <= b, a > {1}, a >= a, a.isdisjoint({9}), a.issubset(range(10)), a.issuperset([1]))
print(S(a.union(b, [9], ())), S(a.intersection(b, [3])), S(a.difference([1], (2,))), S(a.symmetric_difference([1, 9])), S(a.union()), a.copy() == a, a.copy() is a)
f = frozenset([1, 2])
print(type(a | f).__name__, type(f | a).__name__, S(f | a), f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: "key"}[frozenset({1, 2})], f in {f}, {1, 2} in {f}, f.copy() is f, frozenset(f) is f)
a |= {10}
a &= {1, 2, 10, 11}
a -= {1}
a ^= {2, 3}
print(S(a))
a.update([4], (5,), {6: 7})
a.intersection_update(range(6))
a.difference_update([3])
a.symmetric_difference_update([5, 6])
print(S(a))
a.add(1)
a.add(1)
a.discard(99)
a.remove(4)
print(S(a), len(a), 1 in a, S(a.pop() for _ in range(2)), a, a.clear(), a)
print(set(), frozenset(), {1}, frozenset({1}), set("aab") == {"a", "b"}, {(1, 2)}, {frozenset()}, set([1.0, 1, True]), set({}), len({0, False, 0.0, None}))
for fn in [lambda: {1}.remove(2), lambda: set().pop(), lambda: {[]}, lambda: {1}.add([]), lambda: {1}.add(), lambda: {1} | [1], lambda: [1] | {1}, lambda: {1} + {2}, lambda: {1} - [1], lambda: {1} < [1], lambda: set(5), lambda: set(1, 2), lambda: hash({1}), lambda: {{1}}, lambda: {1}.union(5), lambda: {1}.update([[]]), lambda: a[0], lambda: {1}.discard([]), lambda: [] in {1}, lambda: {1}.foo,
           lambda: f.add(1), lambda: f.remove(1), lambda: {1}.remove({2}), lambda: {1}.remove("k"), lambda: {1}.issubset(5), lambda: {1}.isdisjoint(5), lambda: {1} & None, lambda: set(x=1), lambda: frozenset(1), lambda: {1}.__ior__([2]), lambda: {*5}, lambda: {1}.copy(1), lambda: {1} > 5, lambda: {1} * 2]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class Sub(set):
    pass


s = Sub([1, 2])
print(s, type(s | {3}).__name__, type({3} | s).__name__, type(s.copy()).__name__, s == {1, 2}, repr(Sub()), isinstance(s, set), type(frozenset(s)).__name__)
s.attr = 1
print(s.attr, {1, 2} == Sub([2, 1]), set() == frozenset(), {1} == [1], {1: 2} == {1}, set() < {0}, not set(), {1}.__contains__(1), {1}.__eq__(5), {1}.__or__([2]))
