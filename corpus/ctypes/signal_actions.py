# What the process does with a signal, asked and set below Python's handlers.
import ctypes
import signal

getsig, setsig = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
getsig.restype = ctypes.c_void_p
getsig.argtypes = (ctypes.c_int,)
setsig.restype = ctypes.c_void_p
setsig.argtypes = (ctypes.c_int, ctypes.c_void_p)


def noted(number, frame):
    print("noted", signal.Signals(number).name)


print("default is", getsig(signal.SIGUSR1))
signal.signal(signal.SIGUSR1, noted)
signal.raise_signal(signal.SIGUSR1)
ours = getsig(signal.SIGUSR1)
print("a handler is some address:", ours > 1)

print("ignoring:", setsig(signal.SIGUSR1, 1) == ours)
signal.raise_signal(signal.SIGUSR1)
print("ignored; Python still says", signal.getsignal(signal.SIGUSR1) is noted)
print("was", setsig(signal.SIGUSR1, ours))
signal.raise_signal(signal.SIGUSR1)

signal.signal(signal.SIGUSR1, signal.SIG_DFL)
print("default again:", getsig(signal.SIGUSR1))
