# What every choice of the tokens of a prompt does, and the catalogue of choices: one class in a file
# of its own and one line in make() each. How many tokens stay, the caller says.

class Retention(Interface):
  # A chunk of the prompt: its queries [heads, tokens, head_dim], rotated, and all keys up to its end
  # [kv_heads, keys, head_dim]; the last of them are the chunk's own.
  def observe(self: __torch__.retention.Retention, q: Tensor, keys: Tensor) -> NoneType:
    pass
  # After the last chunk: [kv_heads, keys], float32, the higher the better.
  def scores(self: __torch__.retention.Retention, keys: Tensor, values: Tensor) -> Tensor:
    pass
  # Positions that stay, ascending, by kv head; count is their number or the mean over the heads.
  def choose(self: __torch__.retention.Retention, scores: Tensor, count: int) -> List[Tensor]:
    pass

def make(kind: str, settings: Dict[str, float]) -> __torch__.retention.Retention:
  if kind != "streamingllm":
    ops.prim.RaiseException("Unknown retention: " + kind)
  return __torch__.retain_streaming.StreamingLlm(settings)
