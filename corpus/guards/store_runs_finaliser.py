"""A store into a class frees what counts in that class."""
class X:
    def __init__(s,v): s.v=v
    def __del__(s): 
        log.append((H.cur if isinstance(H.cur,(int,type(None))) else H.cur.v, H.n)); H.n+=1
log=[]
class H: cur=None; n=0
def f(i):
    H.cur=X(i) if i%3 else i
    return H.n
print([f(i) for i in range(30)]); H.cur=None; print(log)
