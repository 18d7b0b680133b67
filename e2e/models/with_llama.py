"""Runs a command while llama.cpp's own server answers with a model on a port of this machine,
whose address is in LLAMA_URL: with_llama.py MODEL COMMAND…"""

import os
import socket
import subprocess
import sys

import xllamacpp

with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]

settings = xllamacpp.CommonParams()
settings.model.path = sys.argv[1]
settings.n_ctx = 4096
settings.n_parallel = 2
settings.hostnames = ["127.0.0.1"]
settings.port = port
settings.offline = True
settings.use_jinja = True
settings.warmup = False
settings.cpuparams.n_threads = 2
server = xllamacpp.Server(settings)
environment = {**os.environ, "LLAMA_URL": f"http://127.0.0.1:{port}"}
code = subprocess.run(sys.argv[2:], env=environment, check=False).returncode
# The server's threads have no other end.
sys.stdout.flush()
os._exit(code)
