print("circle_a starts")
import circle_b
one = 1
print("circle_a ends")
