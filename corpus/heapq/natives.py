# _heapq and _bisect.


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


import _heapq as h
t(lambda:h.heappop([]))
t(lambda:h.heappush((),1))
t(lambda:h.heapify(3))
t(lambda:h.heapreplace([],1))
t(lambda:h.heappushpop([],1))
t(lambda:h._heappop_max([]))
t(lambda:h.heappush([]))
class Bad:
    def __init__(s,l): s.l=l
    def __lt__(s,other): s.l.clear(); return True
l=[]
l+=[Bad(l),Bad(l),Bad(l)]
t(lambda:h.heappop(l))
l+=[Bad(l),Bad(l),Bad(l)]
t(lambda:h.heapify(l))
l+=[Bad(l),Bad(l),Bad(l)]
t(lambda:h.heappush(l,Bad(l)))
t(lambda:b.bisect_right([1,2],1))
t(lambda:b.bisect_left([1,2],1,-1))
t(lambda:b.bisect_right(1))
t(lambda:b.bisect_right([1,2],1,0,9))
t(lambda:b.insort_right([1,3],2))
t(lambda:b.bisect_right([1,2],'a'))
t(lambda:b.bisect_right([(1,'a'),(2,'b')],2,key=lambda x:x[0]))
t(lambda:b.bisect_right(a=[1],x=1,hi=None))
t(lambda:b.bisect_right(1,2))
t(lambda:b.bisect_left([1],1,0,1,None))
t(lambda:b.insort_left((1,2),1))
t(lambda:b.bisect_right([1],1,'a'))
t(lambda:b.bisect_right([1],1,0,'a'))
