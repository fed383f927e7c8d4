"""[slow] The library over TLS: http.server with urllib, streams of asyncio on both sides."""
import asyncio
import http.client
import http.server
import ssl
import threading
import urllib.error
import urllib.request

from support.both_ends import asking, serving, told


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"{self.path} over {self.connection.version()}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(body[::-1])

    def log_message(self, *args):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, request, address):
        pass


server = Server(("127.0.0.1", 0), Handler)
server.socket = serving().wrap_socket(server.socket, server_side=True)
thread = threading.Thread(target=server.serve_forever)
thread.start()
url = f"https://localhost:{server.server_port}"
with urllib.request.urlopen(url + "/a/page", context=asking()) as answer:
    print(answer.status, answer.read())
with urllib.request.urlopen(url + "/form", b"abc" * 50000, context=asking()) as answer:
    print(answer.status, answer.read() == b"cba" * 50000)
try:
    urllib.request.urlopen(url, context=asking("authority"))
except urllib.error.URLError as e:
    print(type(e).__name__, *told(e.reason), e.reason.verify_code)
connection = http.client.HTTPSConnection("localhost", server.server_port, context=asking())
for path in ["/first", "/second"]:
    connection.request("GET", path)
    print(connection.getresponse().read())
connection.close()
server.shutdown()
thread.join()
server.server_close()


async def streams():
    async def handle(reader, writer):
        peer = writer.get_extra_info("ssl_object")
        line = await reader.readline()
        writer.write(line.upper() + peer.version().encode() + b"\n")
        rest = await reader.read()
        writer.write(b"%d more" % len(rest))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=serving())
    port = server.sockets[0].getsockname()[1]

    async def ask(line, more):
        where = {"ssl": asking(), "server_hostname": "localhost"}
        reader, writer = await asyncio.open_connection("127.0.0.1", port, **where)
        writer.write(line + b"\n")
        first = await reader.readline(), await reader.readline()
        writer.write(b"." * more)
        await writer.drain()
        print(writer.get_extra_info("cipher")[1], writer.can_write_eof())
        writer.close()
        return first

    print(await asyncio.gather(*(ask(line, n) for n, line in enumerate([b"one", b"two", b"three"]))))
    try:
        await asyncio.open_connection("127.0.0.1", port, ssl=asking("authority"), server_hostname="localhost")
    except ssl.SSLCertVerificationError as e:
        print(*told(e))
    server.close()
    await server.wait_closed()

    # A connection that becomes one of TLS in the middle.
    async def begin(reader, writer):
        await reader.readline()
        writer.write(b"go ahead\n")
        await writer.drain()
        await writer.start_tls(serving())
        writer.write(b"safe: " + await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(begin, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
    writer.write(b"STARTTLS\n")
    print(await reader.readline())
    await writer.start_tls(asking(), server_hostname="localhost")
    writer.write(b"now\n")
    print(await reader.readline())
    writer.close()
    server.close()


asyncio.run(streams())
