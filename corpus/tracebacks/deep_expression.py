# [exits] A long line with several calls: only the failing part is underlined.
def div(a, b):
    return a / b


numbers = [1, 2, 0]
result = sum(div(1, n) for n in numbers) + div(numbers[0], numbers[1]) * len(numbers)
