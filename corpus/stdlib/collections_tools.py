# namedtuple, Counter, ChainMap, the caches of functools. [slow]
import types, functools, enum, weakref, abc, copy, collections, operator
def t(f):
    try:
        r=repr(f())
        while ' at 0x' in r:
            a,b=r.split(' at 0x',1); r=a+' ADDR'+b.lstrip('0123456789abcdef')
        print(r)
    except BaseException as e: print(type(e).__name__, e)
# namedtuple, Counter, ChainMap, UserDict...
P=collections.namedtuple('P','x y',defaults=[5])
t(lambda:P(1))
t(lambda:P(1,2)._replace(x=3))
t(lambda:P._fields)
t(lambda:P(1)._asdict())
t(lambda:P())
t(lambda:P.x)
t(lambda:P(1,2).y)
t(lambda:P._make([1,2]))
t(lambda:P(1,2)==(1,2))
t(lambda:P.__doc__)
t(lambda:P.x.__doc__)
t(lambda:copy.copy(P(1,2)))
t(lambda:P(1,2).__getnewargs__())
t(lambda:collections.namedtuple('Q','a a'))
t(lambda:collections.namedtuple('Q','a class',rename=True)._fields)
t(lambda:P(1,2).__match_args__)
c=collections.Counter('abracadabra')
t(lambda:c)
t(lambda:c.most_common(2))
t(lambda:c-collections.Counter('aab'))
t(lambda:c+c)
t(lambda:c&collections.Counter('aaz'))
t(lambda:sorted(c.elements()))
t(lambda:c['zz'])
t(lambda:c.total())
t(lambda:copy.copy(c)==c)
t(lambda:collections.Counter(a=1).update('ab'))
cm=collections.ChainMap({'a':1},{'b':2})
t(lambda:cm)
t(lambda:cm['b'])
t(lambda:cm.new_child({'c':3}))
t(lambda:cm['z'])
t(lambda:dict(cm))
t(lambda:collections.UserList([1,2])+[3])
t(lambda:collections.UserString('ab').upper())
# functools
@functools.lru_cache(maxsize=2)
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
t(lambda:fib(20))
t(lambda:fib.cache_info())
t(lambda:fib.cache_parameters())
fib.cache_clear()
t(lambda:fib.cache_info())
t(lambda:fib.__wrapped__)
@functools.cache
def sq(n): return n*n
t(lambda:[sq(i%3) for i in range(9)])
t(lambda:sq.cache_info())
@functools.lru_cache(typed=True)
def ty(x): return type(x)
t(lambda:[ty(1),ty(1.0),ty(True)])
t(lambda:ty.cache_info())
@functools.total_ordering
class TO:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
t(lambda:TO(1)<=TO(2))
t(lambda:TO(3)>=TO(2))
t(lambda:sorted([3,1,2],key=functools.cmp_to_key(lambda a,b:b-a)))
class CP:
    n=0
    @functools.cached_property
    def v(self): self.n+=1; return self.n
o=CP()
t(lambda:(o.v,o.v))
t(lambda:o.__dict__)
class PM:
    def base(self,a,b=1): return (a,b)
    p=functools.partialmethod(base,3,b=4)
t(lambda:PM().p())
t(lambda:functools.reduce(operator.mul,range(1,6)))
# type()
t(lambda:type('T',(),{'__slots__':('a',)}).a)
t(lambda:type('T',(int,str),{}))
t(lambda:type('T',(bool,),{}))
t(lambda:type('T',(object,int),{}))
class H:
    @classmethod
    def __subclasshook__(c,s): return NotImplemented
t(lambda:issubclass(int,H))
t(lambda:object.__subclasshook__(int))
t(lambda:types.coroutine(lambda:1))
t(lambda:types.DynamicClassAttribute(lambda s:1))
