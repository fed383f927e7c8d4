"""[slow] Descriptors and friends: property, classmethod, staticmethod, getattr, with, decorator."""
import sys


def counted(fn):
    def wrapper(self, k):
        self.calls += 1
        return fn(self, k)
    return wrapper


class Account:
    created = 0

    def __init__(self, amount):
        self._amount = amount
        self.calls = 0
        self.depth = 0

    @property
    def amount(self):
        return self._amount

    @amount.setter
    def amount(self, value):
        self._amount = value % 100003

    @classmethod
    def make(cls, amount):
        cls.created += 1
        return cls(amount)

    @staticmethod
    def fee(k):
        return k // 10 + 1

    @counted
    def deposit(self, k):
        self.amount = self.amount + k - self.fee(k)
        return self

    def __getattr__(self, name):
        return len(name)

    def __enter__(self):
        self.depth += 1
        return self

    def __exit__(self, kind, value, trace):
        self.depth -= 1
        return False


def main(n):
    account = Account.make(100)
    check = 0
    for i in range(n):
        with account as acc:
            acc.deposit(i & 63)
            check += acc.depth
        check += getattr(account, "missing") + hasattr(account, "amount")
        if i % 16 == 0:
            account = Account.make(account.amount)
        check += account.amount
    return check + Account.created


n = int(sys.argv[1]) if len(sys.argv) > 1 else 29000
print("checksum", main(n))
