# [exits] raise from, with a cause of a cause.
class ConfigError(Exception):
    pass


def read(d):
    try:
        return d["port"]
    except KeyError as e:
        raise ConfigError("no port") from e


def start():
    try:
        read({})
    except ConfigError as e:
        raise SystemError("cannot start") from e


print("start")
start()
