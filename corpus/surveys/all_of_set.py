# set and frozenset: methods, operators, the order of elements, changes during iteration.  [slow]
s = {1, 2, 3}
for st in ('s.add(4)', 's.add([])', 's.discard(9)', 's.remove(9)', 's.update([5], (6,))', 's.update(5)', 's.pop() in range(10)', 's & {1, 2}', 's | {9}', 's - {1}', 's ^ {1, 99}', 's | [1]', 's.union([1], "a")', 's.intersection([2, 3], [3])', 's.difference([2])', 's.symmetric_difference([2, 77])', 's.intersection()', 's.difference_update([2])', 's.intersection_update([3, 4, 5])', 's.symmetric_difference_update([3])', 's.isdisjoint([1])', 's.issubset(range(100))', 's.issuperset([4])', 's <= s', 's < s', 's < 5', 's == frozenset(s)', 's |= {1}', 's |= [1]', 's &= {1}', 's -= s', 's.clear()', 's.pop()', 's.copy()', 'set("abc") == set("cba")', 'set(5)', 'set(1, 2)', 'set(a=1)', '{[]}', '{{1}}', '{frozenset([1])}', '[] in s', '{1} in {frozenset([1])}', 's.remove({1})', 'hash(frozenset([1, 2])) == hash(frozenset([2, 1]))', 'hash(s)', 'frozenset([1]) | {2}', '{2} | frozenset([1])', 'frozenset().add', 'repr(set())', 'repr(frozenset())', 'repr(frozenset([1]))', 'type("S", (set,), {})([1])', 'frozenset(frozenset([1])) ', 'len({1, True, 1.0})', 'sorted({3, 1, 2})', 's.__contains__(1)', 's.__or__(5)', 's.__ior__(5)', 'set.union({1})', 'set.union()', 'set.union([1])', 's.__reduce__()', '{*(), *[1]}', 'min({5, 3})', 'set[int]', 's.add()', 's.add(1, 2)', 's.update()', 's.isdisjoint(5)', 's[0]', 's + s', 'iter(s).__length_hint__()', '{1, 2} - {1}', '{x for x in range(5)}', 'set(range(20))', '{5, 100, 33, 8, 16}', '{-1, -2, 0}', '{"a"} ', '{1.5, 2.5}', '{None}', '{(1, 2)}', '{2**61, 7, 2**61 - 1}', 'set(range(0, 1000, 100))', 'set([100, 90, 80, 1, 2])', 'list({8, 0, 16, 24, 1})'):
    try:
        try: r = eval(st)
        except SyntaxError: r = exec(st)
        print(st, "->", r, "|", s)
    except Exception as e: print(st, "->", type(e).__name__, e)
s = set(range(5))
try:
    for x in s: s.add(x + 10)
except RuntimeError as e: print(e)
try:
    for x in s: s.remove(x)
except RuntimeError as e: print(e)
s.add(frozenset([1])); print({1} in s); s.discard({1}); print(frozenset([1]) in s)
