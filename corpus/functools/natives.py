# partial, reduce, cmp_to_key, and the wrapper of lru_cache.
import _functools
import _functools as functools


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


p=functools.partial(int,base=2)
t(lambda:p)
t(lambda:p.__reduce__())
t(lambda:functools.partial())
t(lambda:functools.partial(3))
t(lambda:p.__setstate__(1))
t(lambda:p.__setstate__((1,2,3)))
t(lambda:functools.partial(p,'1',base=3))
t(lambda:setattr(p,'func',1))
t(lambda:delattr(p,'__dict__'))
t(lambda:p.__class_getitem__(1))
t(lambda:functools.reduce(1))
t(lambda:functools.reduce(max,[]))
t(lambda:functools.reduce(max,3))
t(lambda:functools.reduce(max,[1],2,3))
t(lambda:functools.reduce(max,[],7))
k=functools.cmp_to_key(lambda a,b:a-b)
t(lambda:k)
t(lambda:k(1)<k(2))
t(lambda:k(1)<3)
t(lambda:hash(k(1)))
t(lambda:k(1).obj)
t(lambda:k())
t(lambda:functools.cmp_to_key())
t(lambda:functools.cmp_to_key(mycmp=1))
t(lambda: k(obj=3).obj)
t(lambda:type(k))
t(lambda:k(1))
t(lambda:k.__call__)
t(lambda: functools.cmp_to_key(lambda a,b:'x')(1)<k(2))
t(lambda: functools.cmp_to_key(lambda a,b:[])(1)<functools.cmp_to_key(lambda a,b:[])(1))
t(lambda:k.obj)
c=_functools._lru_cache_wrapper
t(lambda:c())
t(lambda:c(1,2,3,4))
t(lambda:c(len,'a',False,tuple))
t(lambda:c(len,None,False,tuple))
w=c(len,2,False,lambda *a:a)
t(lambda:w('a'))
t(lambda:w([]))
t(lambda:w.cache_info())
t(lambda:w.__reduce__())
t(lambda:c(len,-5,False,lambda *a:a).cache_info())
t(lambda:w.__reduce__())
t(lambda:w)
t(lambda:w.__dict__.keys())
t(lambda:w.__wrapped__)
t(lambda:w.cache_clear(1))
