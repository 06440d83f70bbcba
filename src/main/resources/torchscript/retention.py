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

# sample: a number that differs from prompt to prompt; layer: the number of the attention.
def make(kind: str, settings: Dict[str, float], rope: __torch__.rope.Rope, sample: int, layer: int) -> __torch__.retention.Retention:
  if kind == "snapkv":
    return __torch__.retain_snapkv.of(settings)
  if kind == "pyramidkv":
    return __torch__.retain_pyramid.of(settings)
  if kind == "adakv-snapkv":
    return __torch__.retain_adakv.AdaKv(settings)
  if kind == "chunkkv-snapkv":
    return __torch__.retain_chunk.ChunkKv(settings)
  if kind == "streamingllm":
    return __torch__.retain_streaming.StreamingLlm(settings)
  if kind == "h2o-prefill":
    return __torch__.retain_h2o.H2o(settings)
  if kind == "observed-attention":
    return __torch__.retain_observed.ObservedAttention()
  if kind == "tova":
    return __torch__.retain_tova.Tova()
  if kind == "finch":
    return __torch__.retain_finch.Finch(settings)
  if kind == "expected-attention":
    return __torch__.retain_expected.ExpectedAttention(settings, rope)
  if kind == "knorm":
    return __torch__.retain_knorm.Knorm()
  if kind == "keydiff":
    return __torch__.retain_keydiff.KeyDiff()
  if kind != "random":
    ops.prim.RaiseException("Unknown retention: " + kind)
  return __torch__.retain_random.Random(settings, sample, layer)
