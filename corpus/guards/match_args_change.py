"""The positional patterns of a class, and the class itself, change between matches."""
class P:
    __match_args__=('x','y')
    def __init__(s,x,y): s.x=x; s.y=y
def f(p):
    match p:
        case P(1,y): return 'one',y
        case P(x=2): return 'two'
        case P(): return 'P'
        case _: return '?'
out=[]
for i in range(60):
    if i==20: P.__match_args__=('y','x')
    if i==30: P.__match_args__=('x',)
    if i==35: P.__match_args__=('x','y')
    if i==40: P.x=property(lambda s:1, lambda s,v:None)
    if i==45: del P.x
    if i==50: keep=P; P=int
    if i==55: P=keep
    try: out.append(f((keep if i>=50 else P)(i%4,i)))
    except TypeError as e: out.append(str(e))
print(out)
