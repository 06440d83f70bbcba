# H2O over the prompt: what all queries attend to, summed; the newest tokens always stay.

class H2o:
  window : int  # newest tokens
  largest_head : bool  # of a group's heads, in place of their mean
  sums : List[Tensor]  # [heads, keys]

  def __init__(self: __torch__.retain_h2o.H2o, settings: Dict[str, float]) -> NoneType:
    self.window = int(settings["window"])
    self.largest_head = settings["group"] == 1.
    self.sums = annotate(List[Tensor], [])

  def observe(self: __torch__.retain_h2o.H2o, q: Tensor, keys: Tensor) -> NoneType:
    self.sums = __torch__.retain.widened(self.sums, q.shape[0], keys)
    return __torch__.retain.add_attended(self.sums[0], q, keys)

  def scores(self: __torch__.retain_h2o.H2o, keys: Tensor, values: Tensor) -> Tensor:
    older = keys.shape[1] - self.window
    heads = annotate(List[Tensor], [])
    for head in range(keys.shape[0]):
      sums = __torch__.retain.group(self.sums[0], keys.shape[0], head)
      heads.append(__torch__.retain.reduced(sums[:, :older], self.largest_head))
    return __torch__.retain.with_protected(torch.stack(heads), self.window)

  def choose(self: __torch__.retain_h2o.H2o, scores: Tensor, count: int) -> List[Tensor]:
    return __torch__.retain.best(scores, count)
