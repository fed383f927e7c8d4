try:
    count
except NameError:
    count = 0
count += 1
print("changing runs", count)
