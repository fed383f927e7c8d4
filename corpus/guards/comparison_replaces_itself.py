"""A comparison replaces itself in the middle of a sort."""
class K:
    w=1
    def __init__(s,v): s.v=v
    def __lt__(s,o):
        K.w+=1
        if K.w%50==0: K.__lt__=K.other
        return s.v*K.w<o.v*K.w
    def other(s,o):
        K.w+=1
        if K.w%30==0: K.__lt__=K.first
        return s.v>o.v
    first=__lt__
print([k.v for _ in range(6) for k in sorted([K(i*7%11) for i in range(11)])], K.w)
