# defaultdict, OrderedDict and _tuplegetter.
from _collections import OrderedDict, defaultdict
import _collections


def clean(text):
    while " at 0x" in text:
        before, after = text.split(" at 0x", 1)
        text = before + " at ADDR" + after.lstrip("0123456789abcdef")
    return text


def t(f):
    try:
        print(clean(repr(f())))
    except BaseException as e:
        print(clean(f"{type(e).__name__} {e}"))


t(lambda:defaultdict(1))
x=defaultdict(list,a=1)
t(lambda:x)
t(lambda:x.__reduce__())
t(lambda:x['z'])
t(lambda:defaultdict()['q'])
x.default_factory=lambda:x
t(lambda:x|{1:2})
t(lambda:{1:2}|defaultdict(int))
t(lambda:x|[1])
o=OrderedDict(a=1,b=2)
t(lambda:o)
t(lambda:o.__reduce__())
t(lambda:o.popitem(last=False))
t(lambda:OrderedDict().popitem())
t(lambda:o.move_to_end('q'))
t(lambda:o.pop('q'))
t(lambda:o.keys())
t(lambda:iter(o))
t(lambda:type(o.items()).__mro__)
t(lambda:o.items())
t(lambda: OrderedDict([(1,2)],3))
t(lambda:OrderedDict(3))
t(lambda:reversed(o.keys()))
t(lambda:iter(o).__reduce__())
t(lambda:reversed(o))
t(lambda:dir(iter(o)))
def mut():
    for k in o: o[k+'x']=1
t(mut)
def mut2():
    for k in list(o): 
        for j in o: del o[j]
t(mut2)
t(lambda:OrderedDict.update())
t(lambda:o.update(1,2))
t(lambda:o.setdefault())
t(lambda:o.fromkeys('ab'))
t(lambda:OrderedDict()==OrderedDict())
t(lambda:o.__eq__(1))
t(lambda:o|[])
t(lambda: []|o)
t(lambda:o.__ior__([(1,2)]))
o.x=5; t(lambda:o.__reduce__()); t(lambda:OrderedDict({1:2})=={1:2}); t(lambda:OrderedDict(OrderedDict(a=1)).copy())
g=_collections._tuplegetter(1,'doc')
t(lambda:g)
t(lambda:g.__get__(1))
t(lambda:g.__get__((1,),tuple))
t(lambda:g.__get__((1,2),tuple))
t(lambda:g.__set__((),1))
t(lambda:g.__delete__(()))
t(lambda:g.__reduce__())
t(lambda:_collections._tuplegetter())
t(lambda:_collections._tuplegetter('a',1))
t(lambda:g.__get__(None,None))
