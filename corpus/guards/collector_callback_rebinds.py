"""A callback of the collector rebinds what is called next."""
import gc
class Cyc:
    def __init__(s): s.s=s
    def __del__(s):
        global val
        val+=1
val=0
def cb(phase,info):
    global fn
    fn=(lambda:phase)
gc.callbacks.append(cb)
fn=lambda:'x'
def f(): 
    a=fn(); Cyc(); gc.collect(); return a,fn(),val
print([f() for _ in range(25)])
gc.callbacks.clear()
