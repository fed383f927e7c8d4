raise ValueError("while running")
