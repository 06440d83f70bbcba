# SnapKV: what the newest queries, the window, attend to, smoothed over neighbours.

class SnapKv:
  window : int
  kernel : int  # neighbours that share a score, odd
  largest : bool  # of the neighbours, in place of their mean
  largest_head : bool  # of a group's heads, in place of their mean
  newest : List[Tensor]  # queries [heads, tokens, head_dim]

  def __init__(self: __torch__.retain_snapkv.SnapKv, window: int, kernel: int, largest: bool, largest_head: bool) -> NoneType:
    self.window = window
    self.kernel = kernel
    self.largest = largest
    self.largest_head = largest_head
    self.newest = annotate(List[Tensor], [])

  def observe(self: __torch__.retain_snapkv.SnapKv, q: Tensor, keys: Tensor) -> NoneType:
    self.newest = __torch__.retain.newest(self.newest, q, self.window)
    return None

  def scores(self: __torch__.retain_snapkv.SnapKv, keys: Tensor, values: Tensor) -> Tensor:
    older = keys.shape[1] - self.window
    heads = annotate(List[Tensor], [])
    for head in range(keys.shape[0]):
      attended = __torch__.retain.weights(__torch__.retain.group(self.newest[0], keys.shape[0], head), keys[head])
      means = torch.mean(attended[:, :, :older], [1])
      heads.append(__torch__.retain.reduced(means, self.largest_head))
    scores = torch.stack(heads).unsqueeze(1)
    if self.largest:
      pooled = torch.max_pool1d(scores, [self.kernel], [1], [self.kernel // 2])
    else:
      pooled = torch.avg_pool1d(scores, [self.kernel], [1], [self.kernel // 2])
    return __torch__.retain.with_protected(pooled.squeeze(1), self.window)

  def choose(self: __torch__.retain_snapkv.SnapKv, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)

def of(settings: Dict[str, float]) -> __torch__.retain_snapkv.SnapKv:
  return __torch__.retain_snapkv.SnapKv(int(settings["window"]), int(settings["kernel"]), settings["pooling"] == 1., settings["group"] == 1.)
