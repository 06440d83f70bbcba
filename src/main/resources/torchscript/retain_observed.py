# Observed attention: what all queries attend to, the mean over those that can see a token.

class ObservedAttention:
  sums : List[Tensor]  # [heads, keys]

  def __init__(self: __torch__.retain_observed.ObservedAttention) -> NoneType:
    self.sums = annotate(List[Tensor], [])

  def observe(self: __torch__.retain_observed.ObservedAttention, q: Tensor, keys: Tensor) -> NoneType:
    self.sums = __torch__.retain.widened(self.sums, q.shape[0], keys)
    return __torch__.retain.add_attended(self.sums[0], q, keys)

  def scores(self: __torch__.retain_observed.ObservedAttention, keys: Tensor, values: Tensor) -> Tensor:
    seeing = torch.arange(keys.shape[1], 0, -1, dtype=torch.float32, device=keys.device)
    return torch.mean(torch.div(self.sums[0], seeing).view([keys.shape[0], -1, keys.shape[1]]), [1])

  def choose(self: __torch__.retain_observed.ObservedAttention, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
