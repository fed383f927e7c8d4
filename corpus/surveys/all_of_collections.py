# Counter, deque, defaultdict, OrderedDict, ChainMap, namedtuple.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from collections import *
import collections
c = Counter("abracadabra")
for s in ('c', 'c.most_common(2)', 'c["z"]', 'c.total()', 'sorted(c.elements())[:4]', 'c + Counter("ab")', 'c - Counter("aaaaaaz")', 'c & Counter("aab")', 'c | Counter("zz")', '+Counter(a=-1, b=1)', '-Counter(a=-1)', 'Counter(a=1) == Counter(a=1, b=0)', 'Counter(a=1) <= Counter(a=2)', 'c.subtract("aaa")', 'c.update("zz")', 'Counter([1, 1, 2])', 'Counter(5)', 'Counter(1, 2)', 'Counter.fromkeys("a")', 'Counter({"a": 3}).most_common()', 'del_ := c.pop("z")', 'Counter(a="x") + Counter(a=1)', 'Counter(None)', 'repr(Counter())', 'Counter(a=1).copy()', 'c.most_common(-1)', 'deque([1, 2, 3], maxlen=2)', 'deque("abc")', 'deque(5)', 'deque([], -1)', 'deque([], "a")', 'deque([1]) + deque([2])', 'deque([1]) * 2', 'deque([1]) + [2]', 'deque([1, 2]) < deque([1, 3])', 'deque([1, 2])[5]', 'deque().pop()', 'deque().popleft()', 'deque([1, 2]).index(9)', 'deque([1, 2]).remove(9)', 'deque([1], 1).insert(0, 2)', 'deque([1, 2, 3]).rotate(1)', 'deque([1])[0:1]', 'hash(deque())', 'deque([1, 2]).count(1)', 'deque([1]).maxlen', 'deque([1], 5).copy()', 'deque(maxlen=3)', 'deque([1,2,1]) == deque([1,2,1])', 'defaultdict(list)', 'defaultdict(5)', 'defaultdict()["a"]', 'defaultdict(int)["a"]', 'defaultdict(list, {"a": 1}, b=2)', 'defaultdict(lambda: 5).default_factory()', 'defaultdict(int) | {"a": 1}', 'defaultdict(int).copy()', 'OrderedDict(a=1, b=2)', 'OrderedDict([("a", 1)]) == {"a": 1}', 'OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1)', 'OrderedDict(a=1).move_to_end("z")', 'OrderedDict().popitem()', 'OrderedDict(a=1, b=2).popitem(last=False)', 'OrderedDict(a=1) | {"b": 2}', 'list(reversed(OrderedDict(a=1, b=2)))', 'OrderedDict.fromkeys("ab")', 'OrderedDict(a=1).pop("z")', 'OrderedDict(a=1).keys()', 'OrderedDict(a=1).items()', 'repr(OrderedDict())', 'ChainMap({"a": 1}, {"a": 2, "b": 3})', 'ChainMap({"a": 1}, {"b": 3})["b"]', 'ChainMap()["z"]', 'ChainMap({"a": 1}).new_child({"c": 1})', 'ChainMap({}, {"a": 1}).pop("a")', 'ChainMap({}, {"a": 1}).__delitem__("a")', 'ChainMap().popitem()', 'dict(ChainMap({"a": 1}, {"a": 2, "b": 3}))', 'ChainMap({"a": 1}, {"b": 2}).parents', 'list(ChainMap({"x": 1}, {"a": 2}))', 'len(ChainMap({"a": 1}, {"a": 2}))', 'ChainMap({"a": 1}) | {"b": 2}', 'UserDict(a=1)', 'UserDict({"a": 1})["z"]', 'UserList([1, 2])', 'UserList([1]) + [2]', 'UserString("abc").upper()', 'UserString("abc")[0]', 'type(UserString("a") + "b")', 'collections.Mapping', 'collections.abc.Mapping'):
    try: print(s, "->", eval(s))
    except Exception as e: print(s, "->", type(e).__name__, e)
P = namedtuple("P", "x y z", defaults=[0])
for s in ('P(1, 2)', 'P(1)', 'P(1, 2, 3, 4)', 'P(1, 2, w=3)', 'P(1, 2)._asdict()', 'P(1, 2)._replace(x=9)', 'P(1, 2)._replace(q=9)', 'P._make([1, 2, 3])', 'P._make([1])', 'P._fields', 'P._field_defaults', 'P(1, 2) == (1, 2, 0)', 'P(1, 2).x', 'P(1, 2).count(1)', 'P.x', 'P.x.__doc__', 'P.__doc__', 'P.__new__.__doc__', 'P.__match_args__', 'P(1, 2).__getnewargs__()', 'setattr(P(1, 2), "x", 5)', 'setattr(P(1, 2), "q", 5)', 'namedtuple("Q", "a a")', 'namedtuple("Q", "a a", rename=True)._fields', 'namedtuple("Q", "def")', 'namedtuple("Q", "_a")', 'namedtuple("Q", "1a")', 'namedtuple("1", "a")', 'namedtuple("Q", ["a", 5], rename=True)._fields', 'namedtuple("Q", "a, b c")._fields', 'namedtuple("Q", "a", defaults=[1, 2])', 'namedtuple("Q", "a", module="m").__module__', 'P(*range(3))[1:]', 'hash(P(1, 2)) == hash((1, 2, 0))', 'P(1, 2) + (3,)', 'P.__slots__', 'P(1, 2).__repr__()', 'namedtuple("E", [])()', 'P(z=1, x=2, y=3)', 'P._source', 'P.__annotations__'):
    try: print(s, "->", eval(s))
    except Exception as e: print(s, "->", type(e).__name__, e)
d = deque([1, 2, 3, 4], maxlen=4)
for st in ("d.append(5)", "d.appendleft(0)", "d.extend([8, 9])", "d.extendleft([6, 7])", "d.rotate(-1)", "d.rotate('a')", "d[0] = 'x'", "del d[1]", "d.insert(1, 'i')", "d.remove('x')", "d.reverse()", "d += [1]", "d *= 2", "d.clear()", "d.maxlen = 5"):
    try: exec(st); print(st, d)
    except Exception as e: print(st, type(e).__name__, e)
d = deque([1, 2])
try:
    for x in d: d.append(1)
except RuntimeError as e: print(e)
import copy, pickle
print(copy.copy(d), pickle.loads(pickle.dumps(deque([1], 3))), list(reversed(d)), d.__reduce__())
