"""Writes a language model of half a megabyte whose weights are chance: it answers nonsense, but a
real server reads it. Its alphabet is ASCII, because chance makes no valid UTF-8 of single bytes."""

import sys

import gguf
import numpy

WIDTH, HIDDEN, LAYERS, HEADS, CONTEXT = 64, 128, 2, 2, 4096
CONTROL, NORMAL, BYTE = 3, 1, 6
WORDS = ["the", "patient", "reports", "cough", "fever", "rest", "plan", "and"]
TEMPLATE = (
    "{%- for message in messages %}<|{{ message.role }}|>\n{{ message.content }}\n{% endfor %}"
    "{%- if add_generation_prompt %}<|assistant|>\n{% endif %}"
)

tokens = [b"<unk>", b"<s>", b"</s>"] + [f"<0x{byte:02X}>".encode() for byte in range(128)]
kinds = [2, CONTROL, CONTROL] + [BYTE] * 128
for piece in [chr(code) for code in range(33, 127)] + ["\u2581"] + ["\u2581" + w for w in WORDS]:
    tokens.append(piece.encode())
    kinds.append(NORMAL)

model = gguf.GGUFWriter(sys.argv[1], "llama")
model.add_name("praxis-random")
model.add_context_length(CONTEXT)
model.add_embedding_length(WIDTH)
model.add_block_count(LAYERS)
model.add_feed_forward_length(HIDDEN)
model.add_head_count(HEADS)
model.add_head_count_kv(HEADS)
model.add_layer_norm_rms_eps(1e-5)
model.add_rope_dimension_count(WIDTH // HEADS)
model.add_vocab_size(len(tokens))
model.add_file_type(0)
model.add_tokenizer_model("llama")
model.add_token_list(tokens)
model.add_token_scores([-1000.0 if kind == BYTE else 0.0 for kind in kinds])
model.add_token_types(kinds)
model.add_bos_token_id(1)
model.add_eos_token_id(2)
model.add_unk_token_id(0)
model.add_chat_template(TEMPLATE)

chance = numpy.random.default_rng(7)


def weights(name, *shape):
    model.add_tensor(name, (chance.normal(size=shape) * 0.08).astype("f4"))


def ones(name):
    model.add_tensor(name, numpy.ones(WIDTH, "f4"))


weights("token_embd.weight", len(tokens), WIDTH)
weights("output.weight", len(tokens), WIDTH)
ones("output_norm.weight")
for layer in range(LAYERS):
    block = f"blk.{layer}."
    ones(block + "attn_norm.weight")
    ones(block + "ffn_norm.weight")
    for name in ["attn_q", "attn_k", "attn_v", "attn_output"]:
        weights(f"{block}{name}.weight", WIDTH, WIDTH)
    weights(block + "ffn_gate.weight", HIDDEN, WIDTH)
    weights(block + "ffn_up.weight", HIDDEN, WIDTH)
    weights(block + "ffn_down.weight", WIDTH, HIDDEN)
model.write_header_to_file()
model.write_kv_data_to_file()
model.write_tensors_to_file()
model.close()
