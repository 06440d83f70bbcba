# What every cache of one layer's keys and values does, and the catalogue of storages: one class in a
# file of its own and one line in make() each.

class LayerCache(Interface):
  # Appends k, v [kv_heads, tokens, head_dim], keys rotated, and gives the attention of the new
  # queries [heads, tokens, head_dim] over what they see of everything appended so far.
  def attend(self: __torch__.cache.LayerCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    pass
  # As attend(), for one token of a small layer: float32 [heads, head_dim], and so is the answer.
  def attend_token(self: __torch__.cache.LayerCache, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    pass
  # The first half of attend(), for a kernel outside that does the second.
  def append(self: __torch__.cache.LayerCache, k: Tensor, v: Tensor) -> NoneType:
    pass
  # All chunks of one pass (the prompt, or one generated token) went through attend().
  def end_pass(self: __torch__.cache.LayerCache) -> NoneType:
    pass
  # Of everything the cache holds, used or not.
  def bytes(self: __torch__.cache.LayerCache) -> int:
    pass
  # Keys and values as attention sees them.
  def tokens(self: __torch__.cache.LayerCache) -> Tuple[Tensor, Tensor]:
    pass
  # What it consists of: codes, scale and low of packed keys and of packed values, where it has any,
  # then keys and values as they came. The same memory until a pass of several tokens.
  def tensors(self: __torch__.cache.LayerCache) -> List[Tensor]:
    pass
  # Tokens that are packed, and tokens that are as they came.
  def lengths(self: __torch__.cache.LayerCache) -> List[int]:
    pass
  # Where the tokens of the prompt stood that it kept, by kv head; empty while all are there.
  def positions(self: __torch__.cache.LayerCache) -> List[Tensor]:
    pass

# shape [kv_heads, capacity in tokens, head_dim]; like: an empty tensor of the model's dtype and device.
# Where more tokens come than a window holds, older ones need not be kept.
def make(store: str, shape: List[int], like: Tensor, settings: Dict[str, float], scoring: __torch__.scoring.Scoring) -> __torch__.cache.LayerCache:
  if store == "full":
    if scoring.slides(shape[1]):
      return __torch__.cache_window.WindowCache([shape[0], scoring.window, shape[2]], like, scoring)
    return __torch__.cache_full.FullCache(shape, like, scoring)
  if store == "quantized":
    return __torch__.cache_quantized.QuantizedCache(shape, like, settings, scoring)
  if store != "kivi":
    ops.prim.RaiseException("Unknown storage: " + store)
  return __torch__.cache_kivi.KiviCache(shape, like, settings, scoring)
