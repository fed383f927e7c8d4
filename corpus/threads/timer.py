"""Timer: runs late, can be cancelled."""
import threading

log = []
t = threading.Timer(0.01, log.append, args=("ran",))
t.start()
t.join()
print(log, t.finished.is_set())
t = threading.Timer(60, log.append, ["never"])
t.start()
t.cancel()
t.join()
print(log, t.is_alive())
