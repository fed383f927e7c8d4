# [exits] TypeError of a wrong call is raised in the caller's line.
class Service:
    def request(self, path, *, method, timeout=5):
        return path, method, timeout


service = Service()
print(service.request("/", method="GET"))
print(service.request("/a", "b"), service.request())
