# A bank with accounts, transactions that roll back, interest and a ledger.
class BankError(Exception):
    pass


class Insufficient(BankError):
    def __init__(self, account, need):
        super().__init__(account.name, need)
        self.account, self.need = account, need

    def __str__(self):
        return f"{self.account.name} has {money(self.account.balance)}, needs {money(self.need)}"


class Frozen(BankError):
    pass


def money(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}${abs(cents) // 100:,}.{abs(cents) % 100:02d}"


class Account:
    number = 1000
    rate = 0

    def __init__(self, name, balance=0):
        Account.number += 1
        self.number = Account.number
        self.name, self._balance, self.frozen = name, balance, False

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if self.frozen:
            raise Frozen(f"{self.name} is frozen")
        if value < self.floor():
            raise Insufficient(self, self._balance - value)
        self._balance = value

    def floor(self):
        return 0

    def interest(self):
        return self.balance * self.rate // 10000

    def __repr__(self):
        return f"<{type(self).__name__} {self.number} {self.name} {money(self.balance)}>"


class Savings(Account):
    rate = 250


class Checking(Account):
    def __init__(self, name, balance=0, *, overdraft=0):
        super().__init__(name, balance)
        self.overdraft = overdraft

    def floor(self):
        return -self.overdraft


class Transaction:
    def __init__(self, bank, label):
        self.bank, self.label = bank, label

    def __enter__(self):
        self.saved = {a.name: a._balance for a in self.bank}
        self.mark = len(self.bank.ledger)
        return self

    def __exit__(self, kind, error, tb):
        if kind is None:
            self.bank.ledger.append(("commit", self.label))
            return False
        for name, balance in self.saved.items():
            self.bank[name]._balance = balance
        del self.bank.ledger[self.mark:]
        self.bank.ledger.append(("rollback", self.label, str(error)))
        return issubclass(kind, BankError)


class Bank:
    def __init__(self):
        self.accounts, self.ledger = {}, []

    def open(self, account):
        if account.name in self.accounts:
            raise BankError(f"account {account.name!r} exists")
        self.accounts[account.name] = account
        return account

    def __getitem__(self, name):
        try:
            return self.accounts[name]
        except KeyError:
            raise BankError(f"no account {name!r}") from None

    def __iter__(self):
        return iter(self.accounts.values())

    def move(self, source, target, amount):
        if amount <= 0:
            raise ValueError(f"cannot move {money(amount)}")
        self[source].balance -= amount
        self[target].balance += amount
        self.ledger.append(("move", source, target, amount))

    def transaction(self, label):
        return Transaction(self, label)

    def year(self):
        for a in self:
            if gain := a.interest():
                a.balance += gain
                self.ledger.append(("interest", a.name, gain))

    @property
    def total(self):
        return sum(a.balance for a in self)


bank = Bank()
bank.open(Savings("ann", 100000))
bank.open(Checking("bob", 5000, overdraft=2000))
bank.open(Account("cid"))
print(*bank, sep="\n")
with bank.transaction("rent"):
    bank.move("ann", "bob", 25050)
    bank.move("bob", "cid", 1)
with bank.transaction("too much"):
    bank.move("ann", "cid", 70000)
    bank.move("cid", "bob", 99999999)
print(bank.total, [money(a.balance) for a in bank])
with bank.transaction("overdraft"):
    bank.move("bob", "cid", 32000)
bank["ann"].frozen = True
with bank.transaction("frozen"):
    bank.move("cid", "ann", 5)
bank["ann"].frozen = False
with bank.transaction("unknown"):
    bank.move("cid", "zed", 5)
try:
    with bank.transaction("bad amount"):
        bank.move("ann", "bob", 1)
        bank.move("ann", "bob", -1)
except ValueError as e:
    print("ValueError", e)
try:
    bank.open(Account("bob"))
except BankError as e:
    print("BankError", e)
for _ in range(10):
    bank.year()
print(*bank, sep="\n")
for i, entry in enumerate(bank.ledger, 1):
    print(i, *entry)
print(money(-5), money(123456789), money(0), bank.total, max(bank, key=lambda a: a.balance).name, sum(e[-1] for e in bank.ledger if e[0] == "interest"))
