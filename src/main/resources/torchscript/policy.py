# Which tokens a sequence's caches keep, and in what form.

class Policy:
  store : str
  settings : Dict[str, float]  # of the storage
  keep : str
  keep_settings : Dict[str, float]
  kept : List[int]  # tokens of the prompt that stay in each attention; empty where all do
  moved : bool  # whether they move together
  prompt : int  # tokens of the first pass
  sample : int  # a number that differs from prompt to prompt
  first : int  # the number of the stage's first attention
  capacity : int  # of all passes

  def __init__(self: __torch__.policy.Policy, store: str, settings: Dict[str, float], keep: str, keep_settings: Dict[str, float], kept: List[int], moved: bool, prompt: int, sample: int, first: int, capacity: int) -> NoneType:
    self.store = store
    self.settings = settings
    self.keep = keep
    self.keep_settings = keep_settings
    self.kept = kept
    self.moved = moved
    self.prompt = prompt
    self.sample = sample
    self.first = first
    self.capacity = capacity

  # Of the index-th attention; like: an empty tensor of the model's dtype and device.
  def cache(self: __torch__.policy.Policy, index: int, kv_heads: int, head_dim: int, like: Tensor, rope: __torch__.rope.Rope, scoring: __torch__.scoring.Scoring) -> __torch__.cache.LayerCache:
    if len(self.kept) == 0 or scoring.slides(self.capacity):
      return __torch__.cache.make(self.store, [kv_heads, self.capacity, head_dim], like, self.settings, scoring)
    retention = __torch__.retention.make(self.keep, self.keep_settings, rope, self.sample, self.first + index)
    turn = annotate(List[__torch__.rope.Rope], [])
    if self.moved:
      turn = [rope]
    later = self.capacity - self.prompt
    return __torch__.eviction.EvictingCache(retention, self.store, self.settings, [kv_heads, self.prompt, head_dim], like, self.kept[index], later, turn, scoring)
