# [exits] Exception raised while another is handled.
def parse(text):
    return int(text)


def load(values):
    try:
        return [parse(v) for v in values]
    except ValueError:
        return values.missing_attribute


print("start")
load(["1", "two"])
