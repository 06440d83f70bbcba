# How a layer's queries become weights of the keys that they see: of all before them, or of the newest
# ones; from scores as they are, or from scores that approach a cap.

class Scoring:
  window : int  # keys that a query sees, its own included
  cap : float  # infinite for none

  def __init__(self: __torch__.scoring.Scoring, window: int, cap: float) -> NoneType:
    self.window = window
    self.cap = cap

  # Whether tokens in some number are more than a query sees.
  def slides(self: __torch__.scoring.Scoring, tokens: int) -> bool:
    return self.window < tokens

  # Scores, float32, as the softmax takes them; changed in place.
  def capped(self: __torch__.scoring.Scoring, scores: Tensor) -> Tensor:
    if self.cap < inf:
      scores.div_(self.cap).tanh_().mul_(self.cap)
    return scores

  # --- pairs (out, lse) as in attention.py; q is folded

  # Every query row against every key.
  def over_all(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
    if self.cap < inf:
      return __torch__.capped.over_all(q, k, v, self.cap)
    return __torch__.attention.over_all(q, k, v)

  # As many new keys as queries, query i against keys 0..i.
  def over_new(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
    if self.cap < inf:
      return __torch__.capped.over_new(q, k, v, self.cap)
    return __torch__.attention.over_new(q, k, v)

  # The newest queries against keys of which the last `tokens` are their own: causal by position.
  def newest(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor, tokens: int) -> Tuple[Tensor, Tensor]:
    past = k.shape[1] - tokens
    if tokens == 1:
      first = max(0, k.shape[1] - self.window)
      pair = self.over_all(q, k[:, first:], v[:, first:])
    elif self.slides(k.shape[1]):
      pair = self.in_blocks(q, k, v, tokens)
    else:
      pair = self.over_everything(q, k, v, tokens)
    return pair

  def over_everything(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor, tokens: int) -> Tuple[Tensor, Tensor]:
    past = k.shape[1] - tokens
    pair = self.over_new(q, k[:, past:], v[:, past:])
    if past > 0:
      pair = __torch__.attention.merge(self.over_all(q, k[:, :past], v[:, :past]), pair)
    return pair

  # Over windows, in blocks of queries that are shorter than one: nothing is computed that no query
  # sees, and no mask is made.
  def in_blocks(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor, tokens: int) -> Tuple[Tensor, Tensor]:
    heads = q.view([k.shape[0], -1, tokens, q.shape[2]])
    out = annotate(List[Tensor], [])
    lse = annotate(List[Tensor], [])
    start = 0
    while start < tokens:
      position = k.shape[1] - tokens + start
      size = max(1, self.window - 1)
      if position < self.window - 1:
        size = self.window - position
      size = min(size, tokens - start)
      block = heads[:, :, start:start + size].reshape([k.shape[0], -1, q.shape[2]])
      end = position + size
      pair = self.block(block, k[:, :end], v[:, :end], size)
      out.append(pair[0].view([k.shape[0], -1, size, q.shape[2]]))
      lse.append(pair[1].view([k.shape[0], -1, size]))
      start = start + size
    return (torch.cat(out, 2).view(q.shape), torch.cat(lse, 2).view([q.shape[0], q.shape[1]]))

  # The last `size` queries, fewer than a window or in the first. Before their own keys are some that
  # all of them see, and before these a triangle: the first query sees all of it, the last one key. In
  # reverse order that is what over_new() computes.
  def block(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor, size: int) -> Tuple[Tensor, Tensor]:
    if k.shape[1] <= self.window:
      return self.over_everything(q, k, v, size)
    own = k.shape[1] - size
    pair = self.over_new(q, k[:, own:], v[:, own:])
    if self.window == 1:
      return pair
    seen = k.shape[1] - self.window  # by all
    if seen + 1 < own:
      pair = __torch__.attention.merge(self.over_all(q, k[:, seen + 1:own], v[:, seen + 1:own]), pair)
    first = own - self.window + 1
    turned = q.view([k.shape[0], -1, size, q.shape[2]]).flip([2]).view(q.shape)
    out, lse = self.over_new(turned, k[:, first:seen + 1].flip([1]), v[:, first:seen + 1].flip([1]))
    out = out.view([k.shape[0], -1, size, q.shape[2]]).flip([2]).view(q.shape)
    lse = lse.view([k.shape[0], -1, size]).flip([2]).view(lse.shape)
    return __torch__.attention.merge((out, lse), pair)

  # The newest queries [heads, tokens, head_dim] against all keys that they see.
  def causal(self: __torch__.scoring.Scoring, q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    pair = self.newest(__torch__.attention.fold(q, k.shape[0]), k, v, q.shape[1])
    return __torch__.attention.unfold(pair[0].to(ops.prim.dtype(q)), q.shape[0])

# Over all keys, from scores as they are.
def usual() -> __torch__.scoring.Scoring:
  return __torch__.scoring.Scoring(2147483647, inf)
