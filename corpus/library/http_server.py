"""[slow] A server and its clients on the loopback: names of hosts, requests, errors."""

import http.client
import http.server
import socket
import threading
import urllib.error
import urllib.request


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/none":
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("X-Path", self.path)
        self.end_headers()
        self.wfile.write(b"got " + self.path.encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *args):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
answer = urllib.request.urlopen(base + "/a?b")
print(answer.status, answer.reason, answer.read(), answer.headers["x-path"])
print(urllib.request.urlopen(urllib.request.Request(base, data=b"abc")).read())
for url in base + "/none", "zz:x", "nothing":
    try:
        urllib.request.urlopen(url)
    except (urllib.error.URLError, ValueError) as e:
        print(type(e).__name__, e)
connection = http.client.HTTPConnection("127.0.0.1", server.server_port)
connection.request("GET", "/z")
print(connection.getresponse().read())
try:
    connection.getresponse()
except http.client.HTTPException as e:
    print(type(e).__name__, e)
server.shutdown()
server.server_close()

print(socket.gethostbyaddr("127.0.0.1")[2], socket.gethostbyname_ex("127.0.0.1"))
for wrong in "192.0.2.1", 5:
    try:
        print(socket.gethostbyaddr(wrong))
    except (OSError, TypeError) as e:
        print(type(e).__name__, issubclass(type(e), OSError))
