# [exits] With an encoding it counts characters.
# -*- coding: utf-8 -*-
x = '😀' + y z
