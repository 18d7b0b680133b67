//! Connections to models as screens see them.

use praxis_kernel::wire;

/// How a provider is spoken to.
#[wire]
pub enum ConnectionKind {
    /// Anything that speaks as OpenAI's chat completions: LM Studio, llama.cpp, vLLM, MLX.
    OpenaiCompatible,
    /// OpenAI.
    Openai,
    /// Anthropic.
    Anthropic,
    /// Google's Gemini.
    Gemini,
    /// Ollama.
    Ollama,
}
