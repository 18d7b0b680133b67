"""A free question in the desktop app: the answer comes through the app's own channel as over HTTP."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PIECES = ["Zażółć ", "gęślą ", "jaźń: ", "12 to ", "16 g/dl."]
QUESTION = {"messages": [{"role": "user", "content": "What is a normal haemoglobin?"}]}

# Frames of the channel are kept in the page; the call ends with its answer or its failure.
ASK = """
const [input, done] = arguments, tauri = window.__TAURI_INTERNALS__;
window.frames_heard = [];
const id = tauri.transformCallback((frame) => window.frames_heard.push(frame));
window.asked = `channel-${id}`;
window.ended = null;
tauri.invoke("chat_completion", { input, channel: `__CHANNEL__:${id}`, operationId: window.asked }).then(
  (data) => (window.ended = { data }), (error) => (window.ended = { error }));
done(true);
"""


class Provider(ThreadingHTTPServer):
    """Streams chat completions as OpenAI's servers do, to its end or until somebody hangs up."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.endless, self.closed = False, threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/v1"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        """Says nothing of what is asked."""

    def do_POST(self):
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.end_headers()
        try:
            for piece in PIECES:
                self.say({"delta": {"content": piece}})
            while self.server.endless:
                self.wfile.write(b": still here\n\n")
                time.sleep(0.02)
            self.say({"delta": {}, "finish_reason": "stop"})
            self.wfile.write(b"data: [DONE]\n\n")
        except OSError:
            self.server.closed.set()

    def say(self, choice):
        self.wfile.write(f"data: {json.dumps({'choices': [choice]})}\n\n".encode())


def choose(window, invoke, url):
    def ask(command, **given):
        return invoke(window, command, given)["data"]

    new = {"name": "Lynx", "kind": "openai_compatible", "base_url": url, "model": "lynx-7b", "patience_seconds": 20}
    connection = ask("create_model_connection", **new)["connection_id"]
    settings = ask("get_model_settings")
    ask("update_model_settings", **{**settings, "chains": [{"task": "chat", "connections": [connection]}]})


def heard(window):
    frames = window.run("return window.frames_heard")
    assert [frame["index"] for frame in frames] == list(range(len(frames))), frames
    return [frame["message"]["text"] for frame in frames if "message" in frame]


def asking(window, invoke):
    """AIA-3, AIA-4: pieces in order, one end, and a stop that reaches the provider."""
    provider = Provider()
    choose(window, invoke, provider.url)
    window.run_async(ASK, QUESTION)
    ended = window.wait("the answer", lambda: window.run("return window.ended"))
    assert ended["data"]["content"] == "".join(PIECES) and ended["data"]["provider"] == "Lynx", ended
    assert [piece for piece in heard(window) if piece] == PIECES, heard(window)

    provider.endless = True
    window.run_async(ASK, QUESTION)
    window.wait("the first pieces", lambda: "".join(heard(window)) == "".join(PIECES))
    assert window.run("return window.ended") is None
    begin = time.monotonic()
    window.run("window.__TAURI_INTERNALS__.invoke('cancel_operation', { operationId: window.asked })")
    assert provider.closed.wait(1), "the question goes on at the provider"
    took = time.monotonic() - begin
    ended = window.wait("the end", lambda: window.run("return window.ended"))
    assert ended["error"]["type"] == "Cancelled", ended
    provider.shutdown()
    print(f"  a question was answered piece by piece; a stopped one ended at the provider after {took * 1000:.0f} ms", flush=True)
