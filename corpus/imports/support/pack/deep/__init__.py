print("deep runs", __name__, __package__)
