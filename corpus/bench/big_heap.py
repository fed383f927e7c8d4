"""[slow] Memory: a large live heap of small objects, strings, lists and dicts. Watch peak RSS."""
import sys


class Record:
    def __init__(self, ident, name, tags):
        self.ident = ident
        self.name = name
        self.tags = tags


def main(n):
    records = []
    index = {}
    for i in range(n):
        record = Record(i, "record-" + str(i), [i, i + 1, i * 0.5])
        records.append(record)
        index[record.name] = record
    check = 0
    for i in range(0, n, 3):
        found = index["record-" + str(i)]
        check = (check + found.ident + len(found.tags) + found.tags[1]) % 1000000007
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 25000
print("checksum", main(n))
