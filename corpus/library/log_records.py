# [slow] Loggers, handlers, filters, configuration.
import logging, logging.handlers, logging.config, io, sys, os, tempfile

s = io.StringIO()
h = logging.StreamHandler(s)
h.setFormatter(logging.Formatter("%(levelname)-8s|%(name)s|%(message)s|%(funcName)s|%(lineno)d|%(module)s"))
log = logging.getLogger("a.b")
log.addHandler(h)
log.setLevel("DEBUG")
log.propagate = False


def f():
    log.debug("x=%d %s", 1, "y")
    log.warning("w")
    log.error("e %(k)s", {"k": 5})


f()
try:
    1 / 0
except ZeroDivisionError:
    log.exception("oops")
    log.critical("c", exc_info=True, stack_info=False)
log.log(25, "custom")
logging.addLevelName(25, "NOTICE")
log.log(25, "named")
print(s.getvalue().replace(__file__, "F"))
print(
    log,
    h,
    log.parent,
    logging.getLogger(),
    log.getEffectiveLevel(),
    log.isEnabledFor(10),
    log.hasHandlers(),
    log.getChild("c").name,
)
print(
    logging.getLevelName(10),
    logging.getLevelName("INFO"),
    logging.getLevelName(7),
    logging.getLevelNamesMapping()["WARN"],
)


class F(logging.Filter):

    def filter(self, r):
        r.extra = "E"
        return "skip" not in r.getMessage()


s2 = io.StringIO()
h2 = logging.StreamHandler(s2)
h2.setFormatter(logging.Formatter("{extra} {message} {levelno:>5}", style="{"))
h2.addFilter(F())
l2 = logging.getLogger("f")
l2.addHandler(h2)
l2.propagate = False
l2.warning("keep")
l2.warning("skip me")
print(s2.getvalue())
s3 = io.StringIO()
h3 = logging.StreamHandler(s3)
h3.setFormatter(logging.Formatter("$message", style="$"))
l3 = logging.LoggerAdapter(logging.getLogger("ad"), {"k": 1})
l3.logger.addHandler(h3)
l3.warning("adapted")
print(s3.getvalue(), l3)
m = logging.handlers.MemoryHandler(10, target=h3, flushLevel=logging.ERROR)
lm = logging.getLogger("mem")
lm.addHandler(m)
lm.propagate = False
lm.warning("buffered")
print(len(m.buffer))
lm.error("flush")
print(len(m.buffer), s3.getvalue())
q = __import__("queue").Queue()
qh = logging.handlers.QueueHandler(q)
lq = logging.getLogger("q")
lq.addHandler(qh)
lq.propagate = False
lq.warning("queued %s", 1)
print(q.get().getMessage())
logging.config.dictConfig(
    {
        "version": 1,
        "formatters": {"f": {"format": "%(message)s!"}},
        "handlers": {"h": {"class": "logging.StreamHandler", "formatter": "f", "stream": "ext://sys.stdout"}},
        "loggers": {"cfg": {"handlers": ["h"], "level": "INFO", "propagate": False}},
        "disable_existing_loggers": False,
    }
)
logging.getLogger("cfg").info("configured")
logging.getLogger("cfg").debug("no")
for bad in (
    {"version": 2},
    {},
    {"version": 1, "handlers": {"h": {"class": "nope.X"}}},
    {"version": 1, "loggers": {"x": {"level": "NOPE"}}},
):
    try:
        logging.config.dictConfig(bad)
    except (ValueError, Exception) as e:
        print(type(e).__name__, e, "|", repr(e.__cause__))
with tempfile.TemporaryDirectory() as d:
    r = logging.handlers.RotatingFileHandler(os.path.join(d, "l.log"), maxBytes=30, backupCount=2)
    lr = logging.getLogger("rot")
    lr.addHandler(r)
    lr.propagate = False
    for i in range(6):
        lr.warning("message number %d", i)
    r.close()
    print(sorted(os.listdir(d)), open(os.path.join(d, "l.log")).read())
    logging.basicConfig(
        filename=os.path.join(d, "b.log"), level=logging.INFO, format="%(levelname)s:%(message)s", force=True
    )
    logging.info("to file")
    logging.shutdown()
    print(open(os.path.join(d, "b.log")).read())
for bad in ("%(nope)s", "{x"):
    try:
        logging.Formatter(bad, style="{")
        print("ok")
    except ValueError as e:
        print(e)
try:
    log.setLevel("nope")
except ValueError as e:
    print(e)
try:
    log.setLevel(1.5)
except TypeError as e:
    print(e)
